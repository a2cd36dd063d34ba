package words

import "maps"

func init() { maps.Copy(catalogue, forecast) }

// forecast are the texts of what may come.
var forecast = map[string]entry{
	"forecast.title":   {"Forecast", "预测"},
	"forecast.none":    {"none", "无"},
	"forecast.hours":   {"%s h", "%s 小时"},
	"forecast.hint":    {"What may come, by 40 possible futures: parts that may wait, seen through; in labels and charts from the tenth to the ninetieth percentile", "未来可能的情况（40 个可能的未来）：半透明的在制品；标签和图表给出第 10 至第 90 百分位"},
	"key.forecast":     {"Look farther ahead; at last no more", "延长预测，最后关闭"},
	"flag.forecast":    {"show what may wait so long `AHEAD`, by 40 possible futures", "显示 `AHEAD` 之后可能的排队情况，依据 40 个可能的未来"},
	"use.forecast":     {"--forecast: %s", "--forecast：%s"},
	"use.forecastrisk": {"--heat risk tells of a forecast: say how far ahead, --forecast \"8 h\"", "--heat risk 依据预测：请用 --forecast \"8 h\" 指明预测多远"},
	"use.forecastlong": {"want more than no time and at most a year", "应大于 0 且不超过一年"},
}
