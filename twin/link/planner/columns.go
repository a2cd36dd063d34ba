package planner

import "github.com/taktsim/takt/twin/link"

// columns that a planner's tables may have.
var columns = []link.Column{
	{Key: "part", Words: []string{"part no", "part number", "part type", "product", "item", "item no", "material", "article", "sku", "model",
		"teil", "teilenummer", "teilenr", "artikel", "artikelnummer", "artikelnr", "produkt", "materialnummer", "sachnummer", "erzeugnis",
		"零件", "零件号", "零件名称", "产品", "产品名称", "产品编号", "物料", "物料编码", "物料号", "图号", "料号"}},
	{Key: "step", Words: []string{"seq", "sequence", "step no", "op no", "operation no", "operation number", "pos", "position", "nr", "no",
		"vorgangsnummer", "vorgangsnr", "ag nr", "arbeitsgangnummer", "folge", "lfd nr", "工序号", "工步", "序号", "工序顺序", "顺序"}},
	{Key: "operation", Words: []string{"op", "operation name", "process", "task", "activity", "work step", "arbeitsgang", "vorgang", "ag", "bezeichnung", "prozess",
		"工序", "工序名称", "工艺", "作业"}},
	{Key: "machine", Words: []string{"work center", "work centre", "workcenter", "resource", "equipment", "station", "machines", "asset",
		"maschine", "maschinen", "arbeitsplatz", "anlage", "betriebsmittel", "ressource", "机器", "机床", "设备", "设备名称", "设备编号", "工作中心", "工位", "机台"}},
	{Key: "cycle", Words: []string{"cycle time", "ct", "time", "unit time", "run time", "runtime", "processing time", "machining time", "time per piece", "time per unit", "std time", "standard time",
		"te", "stückzeit", "zykluszeit", "taktzeit", "bearbeitungszeit", "zeit je einheit", "vorgabezeit", "加工时间", "单件工时", "工时", "节拍", "单件时间", "标准工时", "周期"}},
	{Key: "setup", Words: []string{"setup time", "set-up", "set-up time", "changeover", "changeover time", "tr", "rüstzeit", "rüsten", "umrüstzeit",
		"准备时间", "换型时间", "换模时间", "调整时间", "准备工时", "换线时间"}},
	{Key: "order", Words: []string{"order no", "order number", "order id", "work order", "job", "wo", "auftrag", "auftragsnummer", "auftragsnr", "fa", "fertigungsauftrag",
		"订单", "订单号", "工单", "工单号", "生产订单", "任务单号"}},
	{Key: "quantity", Words: []string{"qty", "amount", "pieces", "pcs", "lot size", "order quantity", "menge", "stückzahl", "anzahl", "losgröße", "auftragsmenge", "数量", "件数", "批量", "订单数量", "计划数量"}},
	{Key: "release", Words: []string{"release date", "start date", "earliest start", "planned start", "available from", "freigabe", "freigabedatum", "starttermin", "frühester start",
		"投放时间", "下达日期", "计划开始", "开工日期", "最早开始"}},
	{Key: "due", Words: []string{"due date", "delivery date", "deadline", "required date", "liefertermin", "termin", "endtermin", "fällig", "fälligkeit", "wunschtermin", "交期", "交货期", "交货日期", "截止日期", "完工日期", "要求交期"}},
	{Key: "priority", Words: []string{"prio", "rank", "priorität", "dringlichkeit", "优先级", "优先权"}},
	{Key: "customer", Words: []string{"client", "customer name", "kunde", "kundenname", "客户", "客户名称"}},
	{Key: "shift", Words: []string{"shift name", "schicht", "schichtname", "班次", "班制", "班别"}},
	{Key: "days", Words: []string{"day", "weekday", "weekdays", "tage", "tag", "wochentag", "wochentage", "星期", "工作日", "周几"}},
	{Key: "start", Words: []string{"from", "begin", "start time", "down from", "von", "beginn", "schichtbeginn", "开始", "开始时间", "上班时间", "停机开始"}},
	{Key: "end", Words: []string{"to", "until", "finish", "end time", "down to", "bis", "ende", "schichtende", "结束", "结束时间", "下班时间", "停机结束", "恢复时间"}},
	{Key: "mtbf", Words: []string{"mean time between failures", "time between failures", "平均故障间隔", "平均无故障时间", "平均故障间隔时间"}},
	{Key: "mttr", Words: []string{"mean time to repair", "repair time", "reparaturzeit", "平均修复时间", "平均维修时间", "维修时间"}},
	{Key: "duration", Words: []string{"downtime", "down time", "stop time", "length", "dauer", "stillstand", "ausfallzeit", "stillstandszeit", "停机时间", "停机时长", "时长", "故障时长"}},
	{Key: "reason", Words: []string{"cause", "failure", "remark", "comment", "grund", "ursache", "störgrund", "原因", "故障原因", "停机原因", "备注"}},
}

// sort of table, by its columns.
type sort string

const (
	routing  sort = "routing"
	orders   sort = "orders"
	shifts   sort = "shifts"
	downtime sort = "downtime"
	failures sort = "failures"
)

// sortOf tells what a table is; "" when its columns fit nothing.
func sortOf(h link.Header) sort {
	switch {
	case h.Has("machine") && (h.Has("mtbf") || h.Has("mttr")) && !h.Has("part"):
		return failures
	case h.Has("part", "quantity") && !h.Has("cycle"):
		return orders
	case h.Has("machine") && h.Has("start") && (h.Has("end") || h.Has("duration")):
		return downtime
	case h.Has("part") && (h.Has("machine") || h.Has("operation")):
		return routing
	case h.Has("machine", "cycle"):
		return routing
	case h.Has("start", "end") && (h.Has("shift") || h.Has("days")):
		return shifts
	}
	return ""
}
