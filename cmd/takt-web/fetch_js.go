package main

import (
	"errors"
	"syscall/js"
)

// answer is what a server says.
type answer struct {
	status int
	tag    string // its ETag
	body   []byte
}

// fetch asks the server that the page came from. tag is that of the answer which is
// there already, or empty. It waits; nothing else of the program does.
func fetch(path, tag string) (a answer, err error) {
	headers := map[string]any{}
	if tag != "" {
		headers["If-None-Match"] = tag
	}
	got, err := await(js.Global().Call("fetch", path, map[string]any{"headers": headers, "cache": "no-store"}))
	if err != nil {
		return a, err
	}
	a.status = got.Get("status").Int()
	if v := got.Get("headers").Call("get", "ETag"); !v.IsNull() {
		a.tag = v.String()
	}
	buffer, err := await(got.Call("arrayBuffer"))
	if err != nil {
		return a, err
	}
	bytes := js.Global().Get("Uint8Array").New(buffer)
	a.body = make([]byte, bytes.Length())
	js.CopyBytesToGo(a.body, bytes)
	return a, nil
}

// await waits for a promise.
func await(promise js.Value) (js.Value, error) {
	type end struct {
		value js.Value
		err   error
	}
	done := make(chan end, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- end{value: args[0]}
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- end{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	e := <-done
	return e.value, e.err
}
