package shape

// Part is a shape of what flows through a factory: 1 m each way, standing on the
// floor, to be scaled.
type Part uint8

// The shapes of parts.
const (
	Box       Part = iota // a carton
	Block                 // a block of steel with a bore
	Bin                   // a blue tote with its lid
	Round                 // a turned part
	Assembled             // a housing with things on it
	Sheet                 // plates in a stack
	Parts                 // how many there are
)

// PartOf is the shape that fits a part's name: the same name always has the same.
func PartOf(name string) Part {
	for p, words := range partWords {
		if hasWord(name, words) {
			return Part(p)
		}
	}
	return Part(hash(name) % uint32(Assembled+1))
}

var partWords = [Parts]string{
	Box:       "box carton package parcel 箱 盒 包",
	Block:     "block housing casting blank billet 块 壳体 毛坯 铸",
	Bin:       "bin tote kit 料盒 托盘",
	Round:     "shaft wheel gear ring rod bolt penny disc roll tube 轴 轮 环 盘 管 棒",
	Assembled: "assembl motor engine gearbox pump device product 装配 电机 发动机 泵 成品",
	Sheet:     "plate sheet panel board cover wafer pcb 板 片 盖",
}

// Mesh makes the shape.
func (p Part) Mesh() *Mesh {
	b := build()
	switch p {
	default:
		b.paints(Carton, Flap).box(-.5, -.5, 0, .5, .5, 1)
		b.paint(Tape).over(-.5, -.08, .5, .08, 1.01).east(-.08, .7, .08, 1, .51).west(-.08, .7, .08, 1, -.51)
	case Block:
		b.paints(Steel, Silver).bevelled(-.5, -.5, 0, .5, .5, .85, .12)
		b.paint(Iron).taper(at(0, 0, .85), .26, .26, .15, 8)
		b.paint(Ink).plate(circle(at(0, 0, 1.01), 2, .15, 6)...)
	case Bin:
		b.paints(Tote, Sky).stack([][]vec{rect(-.44, -.44, .44, .44, 0), rect(-.48, -.48, .48, .48, .78)})
		b.paints(Blue, Sky).bevelled(-.5, -.5, .78, .5, .5, 1, .1)
		b.paint(White).front(-.22, .28, .22, .56, -.485)
	case Round:
		b.paints(Steel, Silver).taper(at(0, 0, 0), .5, .5, .6, 10)
		b.paints(Iron, Silver).taper(at(0, 0, .6), .24, .24, .4, 8)
	case Assembled:
		b.paints(Teal, Mist).bevelled(-.5, -.4, 0, .5, .4, .62, .1)
		b.paints(Slate, Iron).bevelled(-.42, -.26, .62, .12, .26, .9, .06)
		b.paints(Silver, White).taper(at(.3, 0, .62), .15, .15, .38, 8)
		b.paint(Iron).cylinder(at(-.2, -.5, .3), 1, .16, 1, 8)
	case Sheet:
		b.paints(Steel, Silver)
		for k := range 4 {
			z := float32(k) * .25
			x := .02 * float32(k%2)
			b.box(-.48+x, -.5, z, .48+x, .5, z+.2)
		}
	}
	return b.done()
}

// Pallet is a wooden pallet of 1.2 m by 1 m, .14 m high.
func Pallet() *Mesh {
	b := build()
	b.pallet(0, 0, 1.2, 1)
	return b.done()
}

// Phantom is a part of which nothing is known but its size: 1 m each way, standing on
// the floor, to be scaled.
func Phantom() *Mesh { return build().paints(Blue, Sky).box(-.5, -.5, 0, .5, .5, 1).done() }
