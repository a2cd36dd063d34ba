package eventlog

import "github.com/taktsim/takt/twin/link"

// columns that an event log may have.
var columns = []link.Column{
	{Key: "time", Words: []string{"timestamp", "date time", "datetime", "event time", "when", "zeit", "zeitstempel", "zeitpunkt", "datum", "时间", "时间戳", "日期时间"}},
	{Key: "start", Words: []string{"start time", "start timestamp", "begin", "begin time", "from", "started", "beginn", "startzeit", "anfang", "von", "开始", "开始时间", "起始时间"}},
	{Key: "end", Words: []string{"end time", "complete timestamp", "complete", "completed", "finish", "finish time", "stop time", "to", "ende", "endzeit", "bis", "结束", "结束时间", "完成时间"}},
	{Key: "machine", Words: []string{"resource", "equipment", "work center", "workcenter", "workcentre", "station", "asset", "device", "maschine", "anlage", "arbeitsplatz", "机器", "设备", "机床", "工位", "设备编号"}},
	{Key: "tag", Words: []string{"point", "tag name", "signal", "item", "data item", "variable", "channel", "messstelle", "variablenname", "测点", "标签", "变量", "点位"}},
	{Key: "value", Words: []string{"state", "status", "reading", "val", "wert", "zustand", "值", "数值", "状态"}},
	{Key: "operation", Words: []string{"op", "activity", "task", "step", "process", "arbeitsgang", "vorgang", "ag", "工序", "工序名称", "活动"}},
	{Key: "part", Words: []string{"part type", "part number", "part no", "product", "material", "article", "item number", "program", "teil", "artikel", "teilenummer", "produkt", "零件", "产品", "物料", "零件号"}},
	{Key: "instance", Words: []string{"case", "case id", "piece", "serial", "serial number", "sn", "unit id", "order id", "lot", "stück", "seriennummer", "fertigungsauftrag", "auftrag", "序列号", "件号", "批次", "工单"}},
}

// states are words for what a machine does, to MTConnect's execution states.
// FAULT is none of them and stays as it is: neither running nor an end.
var states = map[string]string{
	"active": "ACTIVE", "run": "ACTIVE", "running": "ACTIVE", "execute": "ACTIVE", "busy": "ACTIVE", "working": "ACTIVE", "producing": "ACTIVE",
	"production": "ACTIVE", "on": "ACTIVE", "1": "ACTIVE", "true": "ACTIVE", "läuft": "ACTIVE", "produktion": "ACTIVE", "in betrieb": "ACTIVE",
	"运行": "ACTIVE", "加工": "ACTIVE", "运行中": "ACTIVE", "加工中": "ACTIVE", "生产": "ACTIVE",
	"idle": "READY", "ready": "READY", "standby": "READY", "waiting": "READY", "off": "READY", "0": "READY", "false": "READY", "bereit": "READY", "leerlauf": "READY",
	"待机": "READY", "空闲": "READY", "就绪": "READY", "等待": "READY",
	"stop": "STOPPED", "stopped": "STOPPED", "gestoppt": "STOPPED", "停止": "STOPPED", "停机": "STOPPED",
	"complete": "PROGRAM_COMPLETED", "completed": "PROGRAM_COMPLETED", "fertig": "PROGRAM_COMPLETED", "完成": "PROGRAM_COMPLETED", "program_completed": "PROGRAM_COMPLETED",
	"hold": "FEED_HOLD", "held": "FEED_HOLD", "feed_hold": "FEED_HOLD", "paused": "FEED_HOLD", "pause": "FEED_HOLD", "暂停": "FEED_HOLD",
	"interrupted": "INTERRUPTED", "unterbrochen": "INTERRUPTED", "中断": "INTERRUPTED",
	"down": "FAULT", "fault": "FAULT", "alarm": "FAULT", "error": "FAULT", "störung": "FAULT", "故障": "FAULT", "报警": "FAULT",
	"unavailable": "UNAVAILABLE", "offline": "UNAVAILABLE", "disconnected": "UNAVAILABLE", "离线": "UNAVAILABLE", "断线": "UNAVAILABLE",
}
