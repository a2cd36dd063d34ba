package render

import (
	"flag"
	"image"
	"image/png"
	"os"
	"testing"
	"time"
)

var picture = flag.String("picture", "", "folder to write the demo's pictures into")

func TestDemoPictures(t *testing.T) {
	if *picture == "" {
		t.Skip("without -picture there is nobody to look at them")
	}
	s := New(2)
	for q, name := range []string{"fast", "good", "best"} {
		dst := image.NewRGBA(image.Rect(0, 0, 1280, 720))
		f := demo()
		start := time.Now()
		s.Draw(dst, f, Quality(q))
		first := time.Since(start)
		start = time.Now()
		s.Draw(dst, f, Quality(q))
		t.Logf("%s: first %v, then %v", name, first, time.Since(start))
		w, err := os.Create(*picture + "/" + name + ".png")
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(w, dst); err != nil {
			t.Fatal(err)
		}
		w.Close()
	}
}
