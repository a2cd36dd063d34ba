package engine

import (
	"fmt"
	"reflect"
)

// CheckState reports why a value of type t may not be part of a state: it holds
// a reference of some kind, a number whose size depends on the machine, a
// nameless field, or padding, whose bytes would be garbage in a fingerprint.
// It returns nil for plain data.
func CheckState(t reflect.Type) error { return checkType(t, t.String()) }

func checkType(t reflect.Type, at string) error {
	switch t.Kind() {
	case reflect.Bool, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return nil
	case reflect.Int, reflect.Uint, reflect.Uintptr:
		return fmt.Errorf("%s is %s, whose size depends on the machine; use a sized type", at, t)
	case reflect.Array:
		return checkType(t.Elem(), at+"[]")
	case reflect.Struct:
		return checkStruct(t, at)
	}
	return fmt.Errorf("%s is a %s; state is plain data, so that it can be copied, hashed and sent", at, t.Kind())
}

func checkStruct(t reflect.Type, at string) error {
	var end uintptr
	for i := range t.NumField() {
		f := t.Field(i)
		name := at + "." + f.Name
		if f.Name == "_" {
			return fmt.Errorf("%s is a nameless field; name it, so that it is seen to be content", name)
		}
		if f.Offset != end {
			return fmt.Errorf("%s: %d bytes of padding before it; order the fields by size or name a spare one", name, f.Offset-end)
		}
		if err := checkType(f.Type, name); err != nil {
			return err
		}
		end = f.Offset + f.Type.Size()
	}
	if end != t.Size() {
		return fmt.Errorf("%s: %d bytes of padding at its end; name a spare field", at, t.Size()-end)
	}
	return nil
}
