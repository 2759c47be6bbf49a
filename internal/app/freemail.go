package app

import "strings"

// freeMail says whether a domain is one of the large providers of mailboxes: nobody else can publish records there, and their
// DMARC records have mail from elsewhere refused.
func freeMail(domain string) bool {
	for _, p := range strings.Fields(mailProviders) {
		if domain == p || strings.HasSuffix(domain, "."+p) {
			return true
		}
	}
	name, _, _ := strings.Cut(domain, ".")
	for _, p := range strings.Fields(mailProvidersEverywhere) {
		if name == p && strings.Count(domain, ".") <= 2 {
			return true
		}
	}
	return false
}

// mailProviders are domains, mailProvidersEverywhere names under many countries' domains.
const (
	mailProviders = `gmail.com googlemail.com aol.com icloud.com me.com mac.com msn.com live.com live.co.uk live.fr live.nl outlook.com outlook.fr
		outlook.de outlook.es zohomail.com proton.me protonmail.com protonmail.ch
		pm.me web.de t-online.de freenet.de mail.ru bk.ru list.ru inbox.ru ya.ru rambler.ru ukr.net i.ua mail.com email.com fastmail.com
		fastmail.fm tutanota.com tuta.io hushmail.com qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com walla.co.il
		walla.com orange.fr wanadoo.fr laposte.net free.fr sfr.fr libero.it virgilio.it tiscali.it seznam.cz wp.pl o2.pl onet.pl interia.pl
		abv.bg bigpond.com comcast.net verizon.net att.net sbcglobal.net cox.net btinternet.com bol.com.br uol.com.br terra.com.br`
	mailProvidersEverywhere = `yahoo ymail rocketmail hotmail gmx yandex`
)
