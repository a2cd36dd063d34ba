package words

import "maps"

func init() { maps.Copy(catalogue, record) }

// record are the texts of recorded runs.
var record = map[string]entry{
	"record.title":   {"Save the run", "保存运行"},
	"record.does":    {"The factory, its luck and all that was ordered, to be seen again: takt view FILE. Name a new file that ends in .run.", "保存工厂、随机数种子和所有操作，以便重放：takt view FILE。请指定一个以 .run 结尾的新文件。"},
	"record.ending":  {"the file of a run ends in %s", "运行文件应以 %s 结尾"},
	"record.there":   {"there is already a file %s", "文件 %s 已存在"},
	"record.none":    {"this run cannot be saved: it is not known what its factory was read from", "无法保存此运行：不知道工厂来自何处"},
	"record.edited":  {"The run cannot be saved: its factory was changed on the way. Save the factory, open it and run it anew.", "无法保存此运行：运行过程中工厂被修改。请先保存工厂，再重新打开并运行。"},
	"record.differs": {"This version of Takt does not come to what was recorded", "此版本的 Takt 无法重现所记录的运行"},
	"use.run":        {"%s is a run that was saved: takt view shows it again", "%s 是已保存的运行：请用 takt view 重放"},
	"key.record":     {"Save the run", "保存运行"},
}
