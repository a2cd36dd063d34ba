// Package scenarios holds the scenario folders and the list of all scenarios:
// the 52 typical scenarios of intelligent manufacturing of the guide
// 《智能制造典型场景参考指引》 (2021), and nr 0, the example that the demo shows.
package scenarios

import (
	"embed"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// FS holds one folder for each scenario that is there: factory.toml,
// scenario.toml, README.md and data.
//
//go:embed [0-9]*
var FS embed.FS

// Scenario is one entry of the list.
type Scenario struct {
	Nr      int    // as in the guide of 2021; 0 is the example
	Folder  string // 15-lean
	ZH, EN  string // its title
	Present bool   // its folder is in FS
}

// File is the path of the scenario's file in [FS].
func (s Scenario) File() string { return path.Join(s.Folder, "scenario.toml") }

// All lists every scenario by number, the example first.
func All() []Scenario {
	list := make([]Scenario, len(names))
	for nr, n := range names {
		list[nr] = Scenario{Nr: nr, Folder: n[0], ZH: n[1], EN: n[2]}
		_, err := fs.Stat(FS, list[nr].File())
		list[nr].Present = err == nil
	}
	return list
}

// Find looks a scenario up by its number ("15", "07"), its folder ("15-lean")
// or the folder's name alone ("lean").
func Find(word string) (Scenario, bool) {
	nr, err := strconv.Atoi(word)
	for _, s := range All() {
		_, name, _ := strings.Cut(s.Folder, "-")
		if err == nil && nr == s.Nr || word == s.Folder || word == name {
			return s, true
		}
	}
	return Scenario{}, false
}

// Later is an entry of a later edition of the guide.
type Later struct {
	Nr     int
	ZH, EN string
	From   []int // the numbers of 2021 that it covers; none: it is new
}

// Edition2025 are the entries of the draft of 2025 (40 scenarios in 8 links) as
// far as their text could be confirmed: the first eight. Which scenarios of 2021
// they cover is our reading.
func Edition2025() []Later {
	return []Later{
		{1, "工厂数字化规划设计", "Digital planning and design of the factory", []int{1, 2}},
		{2, "数字基础设施建设", "Digital infrastructure", nil},
		{3, "数字孪生工厂构建", "Building the digital twin of the factory", []int{52}},
		{4, "产品数字化设计", "Digital product design", []int{3}},
		{5, "产品虚拟验证", "Virtual testing of products", []int{3}},
		{6, "工艺数字化设计", "Digital process design", []int{5, 6}},
		{7, "制造工程优化", "Optimised manufacturing engineering", []int{2, 10}},
		{8, "生产计划优化", "Optimised production planning", []int{7}},
	}
}

// names are folder, Chinese and English title by number.
var names = [...][3]string{
	{"00-gearbox", "齿轮箱壳体车间", "Gearbox housings: the example"},
	{"01-factory-design", "车间/工厂数字化设计", "Digital design of workshop and factory"},
	{"02-digital-delivery", "车间/工厂数字化交付", "Digital hand-over of workshop and factory"},
	{"03-product-design", "产品数字化设计与仿真", "Digital product design and simulation"},
	{"04-material-recipe", "原料性质表征与配方研发", "Raw material properties and recipes"},
	{"05-process-planning", "离散型工艺数字化设计", "Process planning in discrete manufacturing"},
	{"06-flowsheet", "流程型工艺数字化设计", "Process design in the process industry"},
	{"07-production-plan", "生产计划优化", "Optimised production planning"},
	{"08-scheduling", "车间智能排产", "Intelligent workshop scheduling"},
	{"09-work-assignment", "精准作业派工", "Assigning work to people"},
	{"10-line-reconfiguration", "产线柔性配置", "Flexible configuration of lines"},
	{"11-dynamic-resources", "资源动态组织", "Dynamic organisation of resources"},
	{"12-process-control", "先进过程控制", "Advanced process control"},
	{"13-process-tuning", "工艺流程/参数动态调优", "Dynamic tuning of processes and parameters"},
	{"14-human-robot", "人机协同作业", "People and robots working together"},
	{"15-lean", "精益生产管理", "Lean production management"},
	{"16-warehouse", "智能仓储", "Intelligent warehousing"},
	{"17-delivery-agv", "精准配送", "Precise delivery of material"},
	{"18-tracking", "物料实时跟踪", "Tracking material in real time"},
	{"19-inline-inspection", "智能在线检测", "Intelligent in-line inspection"},
	{"20-traceability", "质量精准追溯", "Tracing quality"},
	{"21-quality-improvement", "产品质量优化", "Improving product quality"},
	{"22-inspection-rounds", "自动巡检", "Automatic inspection rounds"},
	{"23-maintenance", "智能维护管理", "Intelligent maintenance management"},
	{"24-monitoring", "在线运行监测与故障诊断", "Monitoring and fault diagnosis"},
	{"25-predictive", "预测性维护与运行优化", "Predictive maintenance and operation"},
	{"26-asset-life", "资产全生命周期管理", "Management of assets over their life"},
	{"27-safety-risk", "安全风险实时监测与识别", "Monitoring and recognising safety risks"},
	{"28-emergency", "安全事件智能决策与应急联动", "Decisions and response in emergencies"},
	{"29-hazmat", "危化品智能管控", "Control of hazardous chemicals"},
	{"30-hazardous-work", "危险作业自动化", "Automating dangerous work"},
	{"31-energy-monitoring", "能耗数据监测", "Monitoring energy use"},
	{"32-energy-efficiency", "能效优化", "Improving energy efficiency"},
	{"33-energy-dispatch", "能源平衡与调度", "Balancing and dispatching energy"},
	{"34-environment", "污染源管理与环境监测", "Pollution sources and the environment"},
	{"35-emissions", "排放预警与管控", "Warning of and controlling emissions"},
	{"36-waste", "固废处置与再利用", "Handling and reusing solid waste"},
	{"37-carbon", "碳资产管理", "Managing carbon assets"},
	{"38-market-forecast", "市场快速分析预测", "Fast market analysis and forecasts"},
	{"39-sales-plan", "销售计划动态优化", "Dynamic optimisation of sales plans"},
	{"40-sales-driven", "销售驱动业务优化", "Business driven by sales"},
	{"41-customer-service", "主动客户服务", "Proactive customer service"},
	{"42-remote-operation", "产品远程运维", "Remote operation and maintenance of products"},
	{"43-data-services", "数据增值服务", "Services from data"},
	{"44-procurement", "采购策略优化", "Optimised procurement"},
	{"45-supply-visibility", "供应链可视化", "A visible supply chain"},
	{"46-logistics", "物流实时监测与优化", "Monitoring and optimising logistics"},
	{"47-supply-risk", "供应链风险预警与弹性管控", "Supply chain risk and resilience"},
	{"48-customer-to-maker", "用户直连制造", "Customers connected to makers"},
	{"49-mass-customisation", "大批量定制", "Mass customisation"},
	{"50-shared-making", "共享制造", "Shared manufacturing"},
	{"51-networked-making", "网络协同制造", "Manufacturing in a network"},
	{"52-digital-twin", "基于数字孪生的制造", "Manufacturing with a digital twin"},
}
