package engine

import (
	"reflect"
	"strings"
	"testing"
)

type innerPadded struct {
	A uint64
	B uint8
}

type phantom struct{ P *int64 }

// TestCheckStateRefuses lists what may not be in a state. The message must name
// the field and say what is wrong with it.
func TestCheckStateRefuses(t *testing.T) {
	type machine struct {
		Speed float64
		Next  *float64
	}
	for _, c := range []struct {
		v    any
		want []string // parts of the message
	}{
		{machine{}, []string{"engine.machine.Next", "is a ptr", "plain data"}},
		{struct{ F func() }{}, []string{".F", "is a func"}},
		{struct{ C chan int32 }{}, []string{".C", "is a chan"}},
		{struct{ I any }{}, []string{".I", "is a interface"}},
		{struct{ E error }{}, []string{".E", "is a interface"}},
		{struct{ M map[int32]int32 }{}, []string{".M", "is a map"}},
		{struct{ S string }{}, []string{".S", "is a string"}},
		{struct{ L []uint8 }{}, []string{".L", "is a slice"}},
		{struct{ Z complex128 }{}, []string{".Z", "is a complex128"}},
		{struct{ N int }{}, []string{".N is int", "depends on the machine", "sized"}},
		{struct{ N uint }{}, []string{".N is uint", "depends on the machine"}},
		{struct{ N uintptr }{}, []string{".N is uintptr", "depends on the machine"}},
		{int(1), []string{"int is int"}},
		{"", []string{"string is a string"}},
		{struct {
			A uint8
			B uint32
		}{}, []string{".B", "3 bytes of padding before it"}},
		{struct {
			A uint64
			B uint32
		}{}, []string{"4 bytes of padding at its end"}},
		{struct {
			A uint64
			B struct{}
		}{}, []string{"8 bytes of padding at its end"}},
		{struct {
			A uint32
			_ uint32
		}{}, []string{"._", "nameless"}},
		{struct{ In machine }{}, []string{".In.Next", "is a ptr"}},
		{struct{ In innerPadded }{}, []string{".In: 7 bytes of padding at its end"}},
		{struct{ L [4]innerPadded }{}, []string{".L[]: 7 bytes of padding at its end"}},
		{struct{ L [2][3]machine }{}, []string{".L[][].Next", "is a ptr"}},
		{struct{ L [0]func() }{}, []string{".L[]", "is a func"}},
		{struct{ innerPadded }{}, []string{".innerPadded: 7 bytes"}},
		{[3]*int32{}, []string{"[3]*int32[] is a ptr"}},
	} {
		err := CheckState(reflect.TypeOf(c.v))
		if err == nil {
			t.Errorf("%T passes", c.v)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%T: %q has no %q in it", c.v, err, want)
			}
		}
	}
}

func TestCheckStateAccepts(t *testing.T) {
	for _, v := range []any{
		true, int8(0), int16(0), int32(0), int64(0), uint8(0), uint16(0), uint32(0), uint64(0), float32(0), float64(0),
		struct{}{}, [3]uint8{}, [2][2]float64{},
		struct {
			A uint64
			B [2]uint32
			C Ref[phantom] // it names a phantom, it does not hold one
			D struct{ E, F bool }
			g [6]uint8
		}{},
	} {
		if err := CheckState(reflect.TypeOf(v)); err != nil {
			t.Errorf("%T: %v", v, err)
		}
	}
}

// TestKernelTypesAreState checks everything of this package that lies in a
// state.
func TestKernelTypesAreState(t *testing.T) {
	for _, typ := range []reflect.Type{
		reflect.TypeFor[Timer](), reflect.TypeFor[Input](), reflect.TypeFor[Event](), reflect.TypeFor[entry](),
		reflect.TypeFor[Fingerprint](), reflect.TypeFor[Ref[Timer]](), reflect.TypeFor[Time](), reflect.TypeFor[Phase](),
		reflect.TypeFor[Group](),
	} {
		if err := CheckState(typ); err != nil {
			t.Error(err)
		}
	}
	for typ, want := range map[reflect.Type]uintptr{
		reflect.TypeFor[Event](): 24, reflect.TypeFor[entry](): 24, reflect.TypeFor[Timer](): 80, reflect.TypeFor[Input](): 64,
	} {
		if typ.Size() != want {
			t.Errorf("%v has %d bytes, want %d; a fork copies them all", typ, typ.Size(), want)
		}
	}
}
