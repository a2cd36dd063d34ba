package scene

import (
	"math"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"pgregory.net/rapid"
)

const degree = math.Pi / 180

// cameras draws any camera one may come to.
func cameras(t *rapid.T) Camera {
	f := func(lo, hi float32, name string) float32 { return rapid.Float32Range(lo, hi).Draw(t, name) }
	return Camera{Target: mgl32.Vec3{f(-200, 200, "x"), f(-200, 200, "y"), f(0, 20, "z")}, Yaw: f(-7, 7, "yaw"), Pitch: f(2*degree, 90*degree, "pitch"),
		Distance: f(2, 400, "distance"), Fov: f(20*degree, 80*degree, "fov")}
}

func sizes(t *rapid.T) [2]int {
	return [2]int{rapid.IntRange(64, 4000).Draw(t, "width"), rapid.IntRange(64, 3000).Draw(t, "height")}
}

// TestWhatIsSeenIsWhereItIs: Look, Ray and Ground agree.
func TestWhatIsSeenIsWhereItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, size := cameras(t), sizes(t)
		x := rapid.Float32Range(0, float32(size[0])).Draw(t, "px")
		y := rapid.Float32Range(0, float32(size[1])).Draw(t, "py")
		d := rapid.Float32Range(1, 300).Draw(t, "d")
		ray := c.Ray(x, y, size)
		if l := ray.Len(); l < .9999 || l > 1.0001 {
			t.Fatalf("a ray of length %v", l)
		}
		at, depth := c.Look(c.Eye().Add(ray.Mul(d)), size)
		if depth < Near { // it is not seen, at the very edge of a wide picture
			return
		}
		if at.Sub(mgl32.Vec2{x, y}).Len() > .5 || depth <= 0 || depth > d*1.001 {
			t.Fatalf("what lies in the direction of pixel %v, %v is seen at %v, %v m deep", x, y, at, depth)
		}
		p, ok := c.Ground(x, y, size)
		if ok != (ray.Z() <= -1e-5) && c.Eye().Z() > 0 {
			t.Fatalf("ground seen: %v, of a ray %v", ok, ray)
		}
		if ok && p.Sub(c.Eye()).Len() < 2000 {
			if math.Abs(float64(p.Z())) > .01 {
				t.Fatalf("the ground lies at %v", p)
			}
			if at, depth := c.Look(p, size); depth >= Near && at.Sub(mgl32.Vec2{x, y}).Len() > 1 {
				t.Fatalf("the floor under pixel %v, %v is seen at %v", x, y, at)
			}
		}
	})
}

// TestTheTargetIsInTheMiddle, at its distance.
func TestTheTargetIsInTheMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, size := cameras(t), sizes(t)
		at, depth := c.Look(c.Target, size)
		if at.Sub(mgl32.Vec2{float32(size[0]) / 2, float32(size[1]) / 2}).Len() > .1 || math.Abs(float64(depth/c.Distance-1)) > 1e-3 {
			t.Fatalf("seen at %v, %v m deep", at, depth)
		}
	})
}

// TestAFrameHasAllPointsInIt, with the margin.
func TestAFrameHasAllPointsInIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, size := cameras(t), sizes(t)
		c.Pitch = max(c.Pitch, 10*degree)
		size[0], size[1] = max(size[0], size[1]/4), max(size[1], size[0]/4)
		lo := mgl32.Vec3{rapid.Float32Range(-100, 100).Draw(t, "x0"), rapid.Float32Range(-100, 100).Draw(t, "y0"), 0}
		w, d, h := rapid.Float32Range(1, 200).Draw(t, "w"), rapid.Float32Range(1, 200).Draw(t, "d"), rapid.Float32Range(0, 8).Draw(t, "h")
		points := Corners(lo, lo.Add(mgl32.Vec3{w, d, h}))
		margin := rapid.Float32Range(0, .2).Draw(t, "margin")
		f := c.Frame(points, size, margin)
		if f.Yaw != c.Yaw || f.Pitch != c.Pitch || f.Fov != c.Fov {
			t.Fatal("it was turned")
		}
		mx, my := margin*float32(size[0])*.98-1, margin*float32(size[1])*.98-1
		a, b := mgl32.Vec2{1e9, 1e9}, mgl32.Vec2{-1e9, -1e9}
		for _, p := range points {
			at, depth := f.Look(p, size)
			a, b = low(a, at), high(b, at)
			if depth < Near || at.X() < mx || at.Y() < my || at.X() > float32(size[0])-mx || at.Y() > float32(size[1])-my {
				t.Fatalf("%v is seen at %v, %v m deep, in a picture of %v with a margin of %v", p, at, depth, size, margin)
			}
		}
		if f.Distance > 2 && b.X()-a.X() < .9*(float32(size[0])-2*mx) && b.Y()-a.Y() < .9*(float32(size[1])-2*my) {
			t.Fatalf("%v to %v: the picture of %v is not filled", a, b, size)
		}
	})
}

func TestParseCamera(t *testing.T) {
	def := Camera{Target: mgl32.Vec3{7, 8, 9}, Yaw: 1, Pitch: .5, Distance: 33, Fov: .6}
	for _, c := range []struct {
		text  string
		want  Camera
		wrong string
	}{
		{text: "90", want: Camera{def.Target, 90 * degree, .5, 33, .6}},
		{text: "-30, 45", want: Camera{def.Target, -30 * degree, 45 * degree, 33, .6}},
		{text: "30 35 40", want: Camera{def.Target, 30 * degree, 35 * degree, 40, .6}},
		{text: "30,35,40,12", want: Camera{mgl32.Vec3{12, 8, 9}, 30 * degree, 35 * degree, 40, .6}},
		{text: "30,35,40,12,-8,1.5", want: Camera{mgl32.Vec3{12, -8, 1.5}, 30 * degree, 35 * degree, 40, .6}},
		{text: "", wrong: "YAW,PITCH,DISTANCE"},
		{text: "1,2,3,4,5,6,7", wrong: "YAW,PITCH,DISTANCE"},
		{text: "north", wrong: `"north" is no number`},
		{text: "nan", wrong: "no number"},
		{text: "inf", wrong: "no number"},
		{text: "30,0", wrong: "1 to 90"},
		{text: "30,91", wrong: "1 to 90"},
		{text: "30,-10", wrong: "1 to 90"},
		{text: "30,35,0", wrong: ".5 m at least"},
		{text: "30,35,40,1e9", wrong: "no number"},
	} {
		got, err := ParseCamera(c.text, def)
		if (err != nil) != (c.wrong != "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%q: %v, want %q", c.text, err, c.wrong)
		}
		if err == nil && got != c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

func FuzzParseCamera(f *testing.F) {
	for _, s := range []string{"30,35,40,12,8", "1 2 3", ",", "1e5", "0x10", "90,90,.5", "-1e-30,1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCamera(s, DefaultCamera())
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Fatal("it does not say what is wrong")
			}
			return
		}
		for _, p := range []mgl32.Vec3{{}, {10, 5, 1}} {
			if at, depth := c.Look(p, [2]int{640, 360}); at != at || depth != depth {
				t.Fatalf("%q: %v is seen at %v, %v m deep", s, p, at, depth)
			}
		}
	})
}
