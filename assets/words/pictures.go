package words

import "maps"

func init() { maps.Copy(catalogue, pictures) }

// pictures are the messages of what draws pictures.
var pictures = map[string]entry{
	"cmd.render": {"Draw a picture of a factory at an instant", "绘制工厂某一时刻的画面"},
	"cmd.render.long": {"Draws a factory, or a scenario's, as it is at an instant of a run, into a PNG file. Needs no display.",
		"将工厂（或场景中的工厂）在仿真某一时刻的画面绘制为 PNG 文件。不需要显示器。"},
	"cmd.film": {"Draw a stretch of a run as a film", "将一段仿真绘制为动画"},
	"cmd.film.long": {"Draws a stretch of time of a run: an animated GIF, or a folder of numbered PNG files from which any tool makes a video. Needs no display.",
		"绘制一段仿真：GIF 动画，或带编号的 PNG 文件夹（可用任意工具合成视频）。不需要显示器。"},
	"flag.camera":    {"`YAW,PITCH,DISTANCE,X,Y,Z` of the camera, in degrees and m; what is left out is chosen so that everything is seen", "相机的 `YAW,PITCH,DISTANCE,X,Y,Z`（度、米）；省略的部分自动取全景"},
	"flag.focus":     {"the `PATH` of a place to look at", "要观察的位置 `PATH`"},
	"flag.size":      {"`WxH` of the picture in pixels", "画面的像素尺寸 `WxH`"},
	"flag.heat":      {"what the light on the floor tells: now, none, util, waiting, blocked, down, queue, risk, flow", "地面光晕表示什么：now、none、util、waiting、blocked、down、queue、risk、flow"},
	"flag.flow":      {"draw what went from place to place in the last hour as bands on the floor, with the parts an hour", "将最近一小时各位置之间的物流画为地面上的带，并标注每小时件数"},
	"flag.labels":    {"at most so many labels", "标签数上限"},
	"flag.picture":   {"`FILE.png` to write; else named after the factory", "输出文件 `FILE.png`；默认以工厂命名"},
	"flag.at":        {"`WHEN`: a time since the start, or a date and time", "时刻 `WHEN`：自开始的时长，或日期时间"},
	"flag.filmout":   {"`FILE.gif` or folder to write; else named after the factory", "输出 `FILE.gif` 或文件夹；默认以工厂命名"},
	"flag.filmfrom":  {"`WHEN` the film begins", "动画起点 `WHEN`"},
	"flag.filmto":    {"`WHEN` it ends", "动画终点 `WHEN`"},
	"flag.filmspeed": {"seconds of the factory in a second of the film", "动画一秒对应工厂的秒数"},
	"flag.fps":       {"pictures a second, 1 to 60", "每秒画面数，1 到 60"},
	"flag.turn":      {"degrees by which the camera goes round", "相机绕行的角度（度）"},
	"use.png":        {"-o %s: the picture is a PNG; give a name that ends in .png", "-o %s：画面为 PNG，文件名应以 .png 结尾"},
	"use.size":       {"--size %s: give the width and height in pixels, such as 1280x720; each side has 16 to 16384", "--size %s：请给出像素宽高，如 1280x720；每边 16 到 16384"},
	"use.film":       {"-o %s: a film is a .gif, or a folder of pictures", "-o %s：动画为 .gif 文件，或画面文件夹"},
	"use.fps":        {"--fps: give 1 to 60 pictures a second", "--fps：每秒 1 到 60 帧"},
	"use.speed":      {"--speed is above 0 and at most 1000000, --turn at most 36000 degrees either way", "--speed 应大于 0 且不超过 1000000，--turn 不超过正负 36000 度"},
	"use.frames":     {"that would be %s pictures, more than %s: give a shorter stretch, a higher --speed or fewer --fps", "共需 %s 帧，超过 %s：请缩短时段、提高 --speed 或降低 --fps"},
	"render.done":    {"%s: the factory at %s (%s after the start)", "%s：工厂在 %s 的画面（开始后 %s）"},
	"film.done":      {"%s: %s pictures", "%s：%s 帧"},
}
