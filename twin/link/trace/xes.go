package trace

import (
	"bytes"
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// xesWriter writes a case for every part. The events of a case stand together, so
// those of a part are kept until nothing more comes of it.
type xesWriter struct {
	*sheet
	open  map[uint64]*bytes.Buffer // the cases of parts of which more may come
	works map[uint32]*work         // by machine body
}

// work is what a machine body is at.
type work struct {
	parts     []uint64
	activity  string
	resource  string
	suspended bool
}

// The transitions of the standard lifecycle of IEEE 1849 that are used.
const (
	start    = "start"
	suspend  = "suspend"
	resume   = "resume"
	complete = "complete"
)

// moments are the activities of the kinds that last no time.
var moments = map[plant.TraceKind]string{
	plant.PartMade: "enter", plant.PartBorn: "enter", plant.PartMoved: "move", plant.PartBuiltIn: "build in", plant.PartTakenOut: "take out",
	plant.PartApart: "take apart", plant.PartDone: "leave", plant.PartScrapped: "scrap", plant.PartLost: "turn away",
}

const xesHead = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
<string key="org:resource" value=""/>
</global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
<classifier name="Resource" keys="org:resource"/>
<string key="lifecycle:model" value="standard"/>
`

func newXES(s *sheet) (writer, error) {
	w := &xesWriter{sheet: s, open: map[uint64]*bytes.Buffer{}, works: map[uint32]*work{}}
	var b bytes.Buffer
	b.WriteString(xesHead)
	attribute(&b, "string", "concept:name", s.Name)
	attribute(&b, "string", "source", s.Source)
	_, err := s.Write(b.Bytes())
	return w, err
}

func (w *xesWriter) event(e *plant.TraceEvent, r *trail.Row) error {
	switch e.Kind {
	case plant.StateChanged:
		w.state(e)
	case plant.PartThere:
		w.caseOf(e, r)
	case plant.PartMade:
		if e.Since >= 0 {
			w.moment(e, r)
		}
	case plant.PartBegun, plant.PartFinished:
		w.operation(e, r)
	default:
		if moments[e.Kind] != "" {
			w.moment(e, r)
		}
	}
	return nil
}

// caseOf finds the case of the part of an event, which it may begin.
func (w *xesWriter) caseOf(e *plant.TraceEvent, r *trail.Row) *bytes.Buffer {
	b := w.open[e.Part]
	if b == nil {
		b = &bytes.Buffer{}
		w.open[e.Part] = b
		attribute(b, "string", "concept:name", r.Part)
		attribute(b, "string", "type", r.Type)
		if r.Order != "" {
			attribute(b, "string", "order", r.Order)
		}
		if due := moment(e.Due); due != nil {
			attribute(b, "date", "due", w.stamp(e.Due))
		}
	}
	return b
}

func (w *xesWriter) moment(e *plant.TraceEvent, r *trail.Row) {
	b := w.caseOf(e, r)
	more := []string{"place", r.Place}
	if r.From != "" {
		more = append(more, "from", r.From)
	}
	if r.Other != "" {
		more = append(more, "whole", r.Other)
	}
	w.put(b, e, moments[e.Kind], complete, r.Place, more...)
}

// operation writes the beginning or the end of work on a part.
func (w *xesWriter) operation(e *plant.TraceEvent, r *trail.Row) {
	b := w.caseOf(e, r)
	at := w.works[e.Slot]
	if at == nil || e.Kind == plant.PartBegun && len(at.parts) == 0 {
		at = &work{activity: r.What, resource: r.Place}
		if r.What == "" {
			at.activity = r.Place
		}
		if r.Body > 1 {
			at.resource += "#" + strconv.Itoa(r.Body)
		}
		w.works[e.Slot] = at
	}
	if e.Kind == plant.PartBegun {
		at.parts = append(at.parts, e.Part)
		w.put(b, e, at.activity, start, at.resource, "place", r.Place)
		return
	}
	w.put(b, e, at.activity, complete, at.resource, "place", r.Place, "good", strconv.FormatBool(e.Good))
	at.parts = nil // they all end at once
}

// state writes that work on parts is interrupted, or goes on.
func (w *xesWriter) state(e *plant.TraceEvent) {
	at := w.works[e.Slot]
	if at == nil {
		return
	}
	transition := ""
	switch e.State {
	case plant.Busy, plant.Setup:
		transition = resume
	case plant.Down, plant.Off, plant.Held, plant.Stopped:
		transition = suspend
	default:
		delete(w.works, e.Slot) // what was in it is done
		return
	}
	if at.suspended == (transition == suspend) {
		return
	}
	at.suspended = transition == suspend
	for _, p := range at.parts {
		if b := w.open[p]; b != nil {
			w.put(b, e, at.activity, transition, at.resource)
		}
	}
}

// put writes an event with further string attributes: key, value, key, value …
func (w *xesWriter) put(b *bytes.Buffer, e *plant.TraceEvent, activity, transition, resource string, more ...string) {
	b.WriteString("<event>\n")
	attribute(b, "string", "concept:name", activity)
	attribute(b, "string", "lifecycle:transition", transition)
	attribute(b, "date", "time:timestamp", w.stamp(e.At))
	attribute(b, "string", "org:resource", resource)
	for i := 0; i < len(more); i += 2 {
		attribute(b, "string", more[i], more[i+1])
	}
	b.WriteString("</event>\n")
}

func attribute(b *bytes.Buffer, kind, key, value string) {
	b.WriteString("<" + kind + ` key="` + key + `" value="`)
	// EscapeText replaces what XML cannot say; it fails only where the buffer does.
	_ = xml.EscapeText(b, []byte(strings.ToValidUTF8(value, "\uFFFD")))
	b.WriteString("\"/>\n")
}

func (w *xesWriter) gone(part uint64) error {
	b := w.open[part]
	if b == nil {
		return nil
	}
	delete(w.open, part)
	if _, err := w.WriteString("<trace>\n"); err != nil {
		return err
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	_, err := w.WriteString("</trace>\n")
	return err
}

func (w *xesWriter) close() error {
	for _, part := range slices.Sorted(maps.Keys(w.open)) {
		if err := w.gone(part); err != nil {
			return err
		}
	}
	if _, err := w.WriteString("</log>\n"); err != nil {
		return err
	}
	return w.Flush()
}
