package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Policy is a rule that decides something, as a factory file may name it.
type Policy struct {
	Name string // as in dispatch = "edd"
	For  string // what it decides: the word of the tag `policy` of the keys that may name it
	Doc  string // one or two sentences for people
	// New makes a pointer to a fresh struct that holds the parameters with their
	// defaults. Its fields have the tags of a spec struct.
	New func() any
}

// Rule is the value of a key that names a policy, alone or with parameters:
//
//	dispatch = "edd"
//	dispatch = { rule = "atc", k = 3 }
//
// The key's field has a tag `policy` that says what is decided. The zero Rule names
// none.
type Rule struct {
	Name string
	Text string // as it was written: equal texts mean equal rules
	Spec any    // what the policy's New made, filled in; nil for a name of the field's `enum` that no policy has
}

// IsZero reports whether no policy was named.
func (r *Rule) IsZero() bool { return r.Name == "" }

var typeRule = reflect.TypeFor[Rule]()

// AddPolicy registers a policy. It panics on a name that is bad or taken and on a
// struct whose tags make no sense: these are mistakes of the program.
func (r *Registry) AddPolicy(p Policy) {
	if !goodName(p.Name) {
		panic(fmt.Sprintf("model: %q is no name for a policy", p.Name))
	}
	if r.Policy(p.For, p.Name) != nil {
		panic(fmt.Sprintf("model: the %s policy %q is registered twice", p.For, p.Name))
	}
	if err := checkTags(p.New()); err != nil {
		panic(fmt.Sprintf("model: policy %q: %v", p.Name, err))
	}
	r.policies = append(r.policies, &p)
}

// Policy finds a policy by what it decides and its name, or gives nil.
func (r *Registry) Policy(what, name string) *Policy {
	for _, p := range r.policies {
		if p.For == what && p.Name == name {
			return p
		}
	}
	return nil
}

// Policies lists the policies that decide something, in the order of their
// registration; "" lists all.
func (r *Registry) Policies(what string) []*Policy {
	return slices.DeleteFunc(slices.Clone(r.policies), func(p *Policy) bool { return what != "" && p.For != what })
}

// rule is a rule by its name alone.
func (r *Registry) rule(what, name string) Rule {
	rule := Rule{Name: name, Text: name}
	if p := r.Policy(what, name); p != nil {
		rule.Spec = p.New()
	}
	return rule
}

// ruleNames are the names that a key of a rule may give.
func (r *Registry) ruleNames(f *field) []string {
	names := append([]string{}, f.enum...)
	for _, p := range r.Policies(f.policy) {
		if !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}

// rule reads the name of a policy, or a table of its name and its parameters.
func (d *decoder) rule(r *raw, to *Rule, f *field) {
	name, t := r, r.table()
	if t != nil {
		if name = t.kids["rule"]; name == nil {
			d.value(r, "this table wants the name of a rule: %s = { rule = %q }", f.key, append(d.b.reg.ruleNames(f), "…")[0])
			return
		}
	}
	named := *f
	named.enum = d.b.reg.ruleNames(f)
	s, ok := d.text(name, &named)
	if !ok {
		return
	}
	*to = Rule{Name: s, Text: s}
	p := d.b.reg.Policy(f.policy, s)
	if p == nil && t != nil {
		d.into(&raw{value: &rawTable{keys: without(t.keys, "rule"), kids: t.kids}}, fmt.Sprintf("the rule %q", s), r.pos(), r.path, nil)
	}
	if p == nil {
		return
	}
	to.Spec = p.New()
	if t != nil {
		to.Text = r.literal()
		d.into(r, fmt.Sprintf("the rule %q", s), r.pos(), r.path, func(key string) bool { return key == "rule" }, to.Spec)
	}
}

func without(keys []string, key string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == key })
}

// rule is a name, or a table with the parameters of the policy it names.
func (s *schema) rule(f *field) object {
	id := "rule-" + f.policy
	if len(f.enum) > 0 {
		id += "-of-" + f.key
	}
	if s.defs[id] != nil {
		return object{"$ref": "#/$defs/" + id}
	}
	s.defs[id] = object{} // a parameter may be a rule of the same sort
	forms := []object{{"enum": s.reg.ruleNames(f)}}
	for _, p := range s.reg.Policies(f.policy) {
		params := s.fields(reflect.TypeOf(p.New()).Elem())
		params["rule"] = object{"const": p.Name}
		form := closed(params)
		form["description"] = p.Doc
		form["required"] = append([]string{"rule"}, s.needed(reflect.TypeOf(p.New()).Elem())...)
		forms = append(forms, form)
	}
	s.defs[id] = object{"anyOf": forms}
	return object{"$ref": "#/$defs/" + id}
}

// policies writes the reference of all policies.
func (r *reference) policies(reg *Registry) {
	if len(reg.policies) == 0 {
		return
	}
	r.line("# Policies\n")
	r.line("A key that takes a rule takes its name, or a table with parameters: `dispatch = \"edd\"`, `dispatch = { rule = \"atc\", k = 3 }`.\n")
	var seen []string
	for _, p := range reg.policies {
		if slices.Contains(seen, p.For) {
			continue
		}
		seen = append(seen, p.For)
		r.line("## %s\n", strings.ToUpper(p.For[:1])+p.For[1:])
		for _, q := range reg.Policies(p.For) {
			r.line("**`%s`**: %s\n", q.Name, q.Doc)
			r.table(reflect.TypeOf(q.New()).Elem())
		}
	}
}
