package trace

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// ocelJSON writes OCEL 2.0 as JSON. Events go straight to the file; objects, which
// the format wants in an array of their own and whole, wait in a spool.
type ocelJSON struct {
	*sheet
	spool   *spool
	lasting []lastingObject
	objects int // complete ones in the spool
	events  uint64
	b       bytes.Buffer
}

// lastingObject is an object whose attributes still change: those that come later
// stand between head and tail, and wait in the spool's text of its number.
type lastingObject struct {
	head, tail string
}

func newOCELJSON(s *sheet) (writer, error) {
	m := s.Plant.Model()
	n := 1 + len(m.Nodes)
	for i := range m.Nodes {
		_, bodies := s.Plant.SlotsOf(i)
		n += int(bodies)
	}
	sp, err := newSpool(s.file.Name(), n)
	if err != nil {
		return nil, err
	}
	f := &ocelJSON{sheet: s, spool: sp}
	f.b.WriteString("{\"objectTypes\":[")
	f.types(objectTypes)
	f.b.WriteString("],\n\"eventTypes\":[")
	f.types(eventTypes())
	f.b.WriteString("],\n\"events\":[")
	if _, err := s.Write(f.b.Bytes()); err != nil {
		sp.close()
		return nil, err
	}
	w, err := newOCEL(s, f)
	if err != nil {
		sp.close()
		return nil, err
	}
	return w, nil
}

func (f *ocelJSON) types(list []ocelType) {
	for i, t := range list {
		if i > 0 {
			f.b.WriteByte(',')
		}
		f.b.WriteString("\n{\"name\":" + quoted(t.name) + ",\"attributes\":[")
		for k, a := range t.attributes {
			if k > 0 {
				f.b.WriteByte(',')
			}
			f.b.WriteString("{\"name\":" + quoted(a.name) + ",\"type\":" + quoted(a.kind) + "}")
		}
		f.b.WriteString("]}")
	}
}

func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be written
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

func valueJSON(v any) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case stamp:
		return quoted(string(v))
	case string:
		return quoted(v)
	}
	panic("trace: a property of another type")
}

// properties writes attributes; those of objects have a time.
func (f *ocelJSON) properties(list []property, time string) {
	for i, a := range list {
		if i > 0 {
			f.b.WriteByte(',')
		}
		f.b.WriteString("{\"name\":" + quoted(a.name))
		if time != "" {
			f.b.WriteString(",\"time\":" + quoted(time))
		}
		f.b.WriteString(",\"value\":" + valueJSON(a.value) + "}")
	}
}

func (f *ocelJSON) relations(list []relation) {
	f.b.WriteString("],\"relationships\":[")
	for i, r := range list {
		if i > 0 {
			f.b.WriteByte(',')
		}
		f.b.WriteString("{\"objectId\":" + quoted(r.object) + ",\"qualifier\":" + quoted(r.qualifier) + "}")
	}
	f.b.WriteString("]}")
}

func (f *ocelJSON) event(id, kind, time string, attributes []property, relations []relation) error {
	f.b.Reset()
	if f.events++; f.events > 1 {
		f.b.WriteByte(',')
	}
	f.b.WriteString("\n{\"id\":" + quoted(id) + ",\"type\":" + quoted(kind) + ",\"time\":" + quoted(time) + ",\"attributes\":[")
	f.properties(attributes, "")
	f.relations(relations)
	_, err := f.Write(f.b.Bytes())
	return err
}

func (f *ocelJSON) object(id, kind, time string, lasting bool, attributes []property, relations []relation) (int, error) {
	f.b.Reset()
	f.b.WriteString("\n{\"id\":" + quoted(id) + ",\"type\":" + quoted(kind) + ",\"attributes\":[")
	f.properties(attributes, time)
	if lasting {
		head := f.b.String()
		f.b.Reset()
		f.relations(relations)
		f.lasting = append(f.lasting, lastingObject{head, f.b.String()})
		return len(f.lasting), nil
	}
	f.relations(relations)
	if f.objects++; f.objects > 1 {
		return 0, f.spool.add(0, ","+f.b.String())
	}
	return 0, f.spool.add(0, f.b.String())
}

func (f *ocelJSON) change(object int, time, name string, value any) error {
	f.b.Reset()
	f.b.WriteByte(',')
	f.properties([]property{{name, value}}, time)
	return f.spool.add(object, f.b.String())
}

func (f *ocelJSON) close() error {
	defer f.spool.close()
	if _, err := f.WriteString("],\n\"objects\":["); err != nil {
		return err
	}
	for i, o := range f.lasting {
		if i > 0 {
			o.head = "," + o.head
		}
		if _, err := f.WriteString(o.head); err != nil {
			return err
		}
		if err := f.spool.copy(f, i+1); err != nil {
			return err
		}
		if _, err := f.WriteString(o.tail); err != nil {
			return err
		}
	}
	if f.objects > 0 {
		if _, err := f.WriteString(","); err != nil {
			return err
		}
		if err := f.spool.copy(f, 0); err != nil {
			return err
		}
	}
	if _, err := f.WriteString("]}\n"); err != nil {
		return err
	}
	return f.Flush()
}
