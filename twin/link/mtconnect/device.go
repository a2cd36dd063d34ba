package mtconnect

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/taktsim/takt/twin/learn"
)

// Devices is what an MTConnect device model (Devices.xml) tells about items:
// which name carries which kind of signal, and which items are conditions.
// Names and ids both count, with and without the device's name before them.
type Devices struct {
	Names      []string // of the devices, in document order
	Kinds      map[string]learn.Kind
	Conditions map[string]bool
	Messages   map[string]bool
}

// kinds of MTConnect data item types.
var kinds = map[string]learn.Kind{
	"EXECUTION": learn.Execution, "PROGRAM": learn.Program, "PART_COUNT": learn.PartCount,
	"CONTROLLER_MODE": learn.Mode, "AVAILABILITY": learn.Availability,
}

// ReadDevices reads a device model. An XML file of another sort is an error
// that names what it is.
func ReadDevices(r io.Reader) (Devices, error) {
	d := Devices{Kinds: map[string]learn.Kind{}, Conditions: map[string]bool{}, Messages: map[string]bool{}}
	dec := xml.NewDecoder(r)
	root := ""
	device := ""
	for {
		t, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return d, fmt.Errorf("broken XML: %w", err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if root == "" {
			root = e.Name.Local
			if root != "MTConnectDevices" {
				return d, fmt.Errorf("this is <%s>, want a device model <MTConnectDevices> or an adapter log (timestamp|item|value)", root)
			}
		}
		switch e.Name.Local {
		case "Device":
			device = attr(e, "name")
			d.Names = append(d.Names, device)
		case "DataItem":
			d.add(device, attr(e, "name"), attr(e, "id"), attr(e, "type"), attr(e, "category"))
		}
	}
	if root == "" {
		return d, fmt.Errorf("no XML element in it")
	}
	return d, nil
}

func (d *Devices) add(device, name, id, kind, category string) {
	for _, n := range []string{name, id} {
		if n == "" {
			continue
		}
		for _, key := range []string{n, device + ":" + n} {
			if category == "CONDITION" {
				d.Conditions[key] = true
			} else if kind == "MESSAGE" {
				d.Messages[key] = true
			} else if k, ok := kinds[kind]; ok {
				d.Kinds[key] = k
			}
		}
	}
}

// kind of an item: by the device model where there is one, else by its name.
func (d *Devices) kind(device, item string) learn.Kind {
	if k, ok := d.Kinds[device+":"+item]; ok {
		return k
	}
	if k, ok := d.Kinds[item]; ok {
		return k
	}
	return learn.KindOf(item)
}

// message tells whether an item is written as item|code|text. Without a device
// model its name has to say so: a torn pair of items looks the same.
func (d *Devices) message(item string) bool {
	low := strings.ToLower(item)
	return d.Messages[item] || strings.Contains(low, "message") || strings.HasSuffix(low, "msg")
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
