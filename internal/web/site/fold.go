package site

import (
	"html/template"
	"text/template/parse"
)

// fold writes the messages that have no places into a page's templates, once for each language: most of what a page says is then text like
// the rest of it, and is not looked up for each reader. A message that is not there is an error here.
func (s speech) fold(t *template.Template) error {
	for _, part := range t.Templates() {
		if part.Tree == nil {
			continue
		}
		if err := s.foldList(part.Tree.Root); err != nil {
			return err
		}
	}
	return nil
}

func (s speech) foldList(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	for i, node := range list.Nodes {
		var err error
		switch n := node.(type) {
		case *parse.ActionNode:
			key, is := message(n)
			if !is {
				continue
			}
			said, err := s.Words(key)
			if err != nil {
				return err
			}
			// Escaped so that it may stand between elements and in attributes.
			list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(said))}
		case *parse.IfNode:
			err = s.foldBranches(&n.BranchNode)
		case *parse.RangeNode:
			err = s.foldBranches(&n.BranchNode)
		case *parse.WithNode:
			err = s.foldBranches(&n.BranchNode)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s speech) foldBranches(n *parse.BranchNode) error {
	if err := s.foldList(n.List); err != nil {
		return err
	}
	return s.foldList(n.ElseList)
}

// message gives the key where all that an action does is to say a message: t or words with a key and nothing else.
func message(n *parse.ActionNode) (key string, is bool) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	name, isName := n.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	text, isText := n.Pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !isName || !isText || name.Ident != "t" && name.Ident != "words" {
		return "", false
	}
	return text.Text, true
}
