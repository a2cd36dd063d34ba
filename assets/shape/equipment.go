package shape

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-gl/mathgl/mgl32"
)

// Equipment is a machine and where things are on it, m, in the mesh's own axes.
// Tint(0) to Tint(2) are the red, amber and green segments of its stack light, see
// Lamps; Tint(3) is its accent, see Accent.
type Equipment struct {
	Static  *Mesh
	Far     *Mesh      // the same in a fifth of the faces, to be drawn small
	Tool    *Mesh      // what moves while it works, where it rests; nil when nothing does
	Stroke  mgl32.Vec3 // how far it moves
	Lamp    mgl32.Vec3 // the middle of the stack light
	Work    mgl32.Vec3 // where the workpiece stands while it is worked on
	Room    mgl32.Vec3 // what the workpiece may measure there
	In, Out mgl32.Vec3 // where parts stand before they go in and after they came out
	Mount   mgl32.Vec3 // where its robot stands
	Reach   float32    // of the robot, see Robot; 0 without one
}

// Look is a kind of machine by its looks.
type Look uint8

// The looks of machines.
const (
	Plain Look = iota
	Mill
	Lathe
	Drill
	Saw
	Grinder
	Press
	Laser
	Washer
	Oven
	Painter
	Printer
	Packer
	Bench
	Inspector
	Cell
	Disassembler
	Tester
	Looks // how many there are
)

// looks holds how each is built, how high it is when the caller does not say, and by
// which words it is known: the beginning of a word, or Chinese within one.
var looks = [Looks]struct {
	name   string
	build  func(*maker)
	height float32
	words  string
}{
	Plain:        {"plain", plain, 2.1, ""},
	Mill:         {"mill", mill, 2.4, "mill cnc machining hurco vmc hmc cut 铣 加工 数控 切削"},
	Lathe:        {"lathe", lathe, 2, "lathe turn 车床 车削 车"},
	Drill:        {"drill", drill, 2.5, "drill bor tap ream 钻 镗 攻"},
	Saw:          {"saw", saw, 1.9, "saw slit shear 锯 剪 下料"},
	Grinder:      {"grinder", grinder, 2.1, "grind hone polish deburr lap sand 磨 抛 去毛刺"},
	Press:        {"press", press, 3.2, "press stamp forge punch bend mould mold inject crimp 压 冲 锻 注塑 折弯"},
	Laser:        {"laser", laser, 2.2, "laser plasma weld etch expos litho 激光 焊 刻 光刻"},
	Washer:       {"washer", washer, 2.2, "wash clean rinse dry coat plat 洗 清 烘干 电镀"},
	Oven:         {"oven", oven, 2.6, "oven furnace heat bake cur anneal hard kiln reflow melt quench 炉 热处理 烤 固化 淬"},
	Painter:      {"painter", painter, 3, "paint spray glaz 涂 喷 漆"},
	Printer:      {"printer", printer, 2, "print additive label mark 打印 增材 贴标 印"},
	Packer:       {"packer", packer, 2, "pack wrap seal fill palleti box 包 装箱 码垛 灌"},
	Bench:        {"bench", bench, 2, "bench manual hand assembl kit sort rework repair tool fit 装配 人工 手工 返修 分拣 钳"},
	Inspector:    {"inspector", inspector, 1.9, "inspect gauge gage check measur cmm vision qc qa quality 检 测量 量"},
	Cell:         {"cell", cell, 2.1, "robot cell cobot 机器人 单元"},
	Disassembler: {"disassembler", disassembler, 2.4, "disassembl dismantl teardown unpack recycl strip 拆 回收"},
	Tester:       {"tester", tester, 2.1, "test burn calibrat 测试 试验 标定 老化"},
}

// order is in which looks are asked whether the name is theirs: what is special first.
var order = [...]Look{Disassembler, Laser, Lathe, Mill, Drill, Saw, Grinder, Oven, Washer, Painter, Tester, Inspector, Packer, Press, Cell, Printer, Bench}

func (l Look) String() string {
	if l >= Looks {
		return "no look"
	}
	return looks[l].name
}

// LookOf is the look that the words of a name ask for, English or Chinese; Plain when
// none does. Of a path like wash.check the last name counts first.
func LookOf(name string) Look {
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		if l := LookOf(name[dot+1:]); l != Plain {
			return l
		}
	}
	for _, l := range order {
		if hasWord(name, looks[l].words) {
			return l
		}
	}
	return Plain
}

// hasWord tells whether a word of the name begins with one of the keys, or whether a
// key in Chinese, which has no gaps between words, is anywhere in it.
func hasWord(name, keys string) bool {
	name = strings.ToLower(name)
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, key := range strings.Fields(keys) {
		if key[0] >= 0x80 && strings.Contains(name, key) {
			return true
		}
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, key) }) {
			return true
		}
	}
	return false
}

// Machine is equipment that fits a name, on a footprint w by d and so high, m; 0 for a
// height is the usual one. Names differ in details, always in the same ones.
func Machine(name string, w, d, h float32) Equipment {
	return LookOf(name).Build(w, d, h, hash(name))
}

// Build makes the look on a footprint w by d and so high, m; 0 for a height is the
// usual one. What cannot be built is made as large or small as can. variety chooses
// among details.
func (l Look) Build(w, d, h float32, variety uint32) Equipment {
	if l >= Looks {
		l = Plain
	}
	if !(h > 0) {
		h = looks[l].height
	}
	m := &maker{body: build(), w: span(w, .6, 40), d: span(d, .6, 40), h: span(h, .9, 15), variety: variety, tool: build()}
	m.e.In, m.e.Out = at(-m.w/2, 0, .9), at(m.w/2, 0, .9)
	m.e.Room = at(.5, .5, .5)
	m.far = boxOf{at(-m.w/2, -m.d/2, 0), at(m.w/2, m.d/2, m.h)}
	looks[l].build(m)
	m.e.Static = m.done()
	if len(m.tool.m.Faces) > 0 {
		m.e.Tool = m.tool.done()
	}
	m.e.Far = m.distant()
	return m.e
}

// maker is a piece of equipment in the making.
type maker struct {
	*body
	w, d, h float32
	variety uint32
	tool    *body // what moves
	e       Equipment
	far     boxOf // its bulk
	farTop  Color
	farSide Color
}

type boxOf struct{ min, max vec }

// pick chooses one of n by variety; each kind of detail by another salt.
func (m *maker) pick(salt uint32, n uint32) uint32 {
	x := (m.variety + salt*0x9E3779B9) * 0x85EBCA6B
	return (x ^ x>>16) % n
}

// distant is the equipment when it is a few pixels large.
func (m *maker) distant() *Mesh {
	b, lo, hi := build(), m.far.min, m.far.max
	side, top := m.farSide, m.farTop
	if side == 0 {
		side, top = White, Cap
	}
	z := hi.Z()
	w, d := hi.X()-lo.X(), hi.Y()-lo.Y()
	in, cut := .03*min(w, d), min(.08*z, .3*w, .3*d)
	ring := func(in, z float32) []vec { return rect(lo.X()+in, lo.Y()+in, hi.X()-in, hi.Y()-in, z) }
	b.paints(side, top).stack([][]vec{ring(0, 0), ring(0, .07*z), ring(in, .15*z), ring(in, z-cut), ring(in+cut*.8, z)},
		Slate, Tint(3))
	b.paint(Glass).front(lo.X()*.6, z*.42, hi.X()*.4, z*.8, lo.Y()+in-.02)
	l := m.e.Lamp
	if l.Y() > hi.Y()-in-cut || l.X() < lo.X()+in || l.X() > hi.X()-in || l.Z() > z+.6 {
		b.paint(Slate).block(l.X(), l.Y(), 0, .1, .1, l.Z()-.25)
	}
	seg := func(z float32) []vec { return rect(l.X()-.09, l.Y()-.09, l.X()+.09, l.Y()+.09, l.Z()+z) }
	b.lamps(seg(-.3), seg(-.12), seg(.04), seg(.2))
	return b.done()
}
