// Package gallery looks at every page with Chromium: at 360 and 1440 pixels, light and dark, on the sample world.
//
// In come the pages as the site and the desk serve them; out goes a failure where a page is wider than the screen, breaks its
// own content policy, loads anything from elsewhere, moves while it loads, or has what axe-core calls a serious fault, and, where ONRECORD_GALLERY names a folder, a picture of each. It has
// tests only. Without Chromium or axe-core they are left out, saying so; with ONRECORD_TEST_ALL=1 they fail instead.
package gallery
