package words

import "maps"

func init() { maps.Copy(catalogue, web) }

// web are the texts of the viewer in a browser, and of its server.
var web = map[string]entry{
	"web.loading":   {"Loading …", "正在加载……"},
	"web.nowasm":    {"This browser cannot run WebAssembly, or scripts are turned off: Takt needs both.", "此浏览器不支持 WebAssembly，或已禁用脚本：Takt 需要两者。"},
	"web.nowebgl":   {"This browser has no WebGL 2, which Takt draws with. Turn hardware acceleration on, or use another browser.", "此浏览器没有 WebGL 2，Takt 需要它来绘图。请开启硬件加速，或换用其他浏览器。"},
	"web.ended":     {"The viewer has stopped. Reload the page to start it again.", "查看器已停止。请刷新页面重新启动。"},
	"web.lost":      {"The takt that this page comes from does not answer. What is shown goes on.", "提供本页面的 takt 没有响应。当前显示的内容会继续运行。"},
	"web.format":    {"The page is of another version of Takt than its server: build takt.wasm again.", "页面与服务器的 Takt 版本不同：请重新构建 takt.wasm。"},
	"web.host":      {"This takt answers only this machine, and not by the name %s. takt view --web=ADDR --public answers everybody.", "此 takt 只应答本机，不应答名称 %s。takt view --web=ADDR --public 可应答所有人。"},
	"web.method":    {"%s cannot be done here: everything here can only be read.", "此处不支持 %s：所有内容只能读取。"},
	"web.nopage":    {"There is no page %s. The viewer is at /.", "没有页面 %s。查看器位于 /。"},
	"web.nofactory": {"There is no factory %s here.", "这里没有工厂 %s。"},
	"web.nopicture": {"There is no picture of it.", "没有它的图片。"},
	"web.at":        {"The viewer is at %s (Ctrl-C ends it).", "查看器地址：%s（按 Ctrl-C 结束）。"},
	"web.build":     {"Building the viewer for browsers, which takes a minute the first time …", "正在构建浏览器版查看器，首次需要约一分钟……"},
	"web.public":    {"Warning: %s is not this machine alone. Whoever reaches it sees these factories, without a password and unencrypted.", "警告：%s 不限于本机。任何能访问该地址的人都能看到这些工厂，无需密码且未加密。"},
	"web.file":      {"%s holds %s bytes", "%s 大小为 %s 字节"},
	"web.noprogram": {"There is no viewer for browsers here: neither takt.wasm and wasm_exec.js beside %s, nor Takt's sources to build them from. In its sources, takt view --web-files DIR makes them; give them with --wasm DIR/takt.wasm.", "这里没有浏览器版查看器：%s 旁没有 takt.wasm 和 wasm_exec.js，也没有可供构建的 Takt 源代码。在源代码目录中用 takt view --web-files DIR 生成，再用 --wasm DIR/takt.wasm 指定。"},
	"web.nogo":      {"The viewer for browsers is built from Takt's sources with the go command, which is not there: install Go, or give --wasm FILE.", "浏览器版查看器需用 go 命令从 Takt 源代码构建，但找不到 go：请安装 Go，或用 --wasm FILE 指定文件。"},
	"web.nosources": {"--web-files builds from Takt's sources: run it in their folder.", "--web-files 从 Takt 源代码构建：请在源代码目录中运行。"},
	"use.public":    {"--web %s is not this machine alone; --public lets everybody who reaches it see the factories", "--web %s 不限于本机；--public 允许所有能访问的人查看工厂"},
	"use.address":   {"--web=%s: want an address with a port, such as 127.0.0.1:8080", "--web=%s：应为带端口的地址，例如 127.0.0.1:8080"},
	"use.web":       {"write --web=%s: what stands by itself is a factory", "请写成 --web=%s：单独的参数表示工厂"},
	"flag.web":      {"show it in a browser instead: serve it at ADDR", "改在浏览器中显示：在 ADDR 提供服务"},
	"flag.public":   {"with --web: answer other machines too", "与 --web 合用：也应答其他机器"},
	"flag.wasm":     {"with --web: the viewer for browsers, takt.wasm, with wasm_exec.js beside it", "与 --web 合用：浏览器版查看器 takt.wasm，旁边需有 wasm_exec.js"},
	"flag.webfiles": {"only build the viewer for browsers into DIR, compressed, for a release: minutes", "仅把浏览器版查看器构建并压缩到 DIR，用于发布：需要几分钟"},
}
