package trace

import (
	"database/sql"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// ocelSQLite writes OCEL 2.0 as an SQLite database: a table for every type of
// events and of objects, and the relations.
type ocelSQLite struct {
	db      *sql.DB
	tx      *sql.Tx
	batches map[string]*batch
	names   []name // lasting objects by number
	rows    int    // since the last commit
}

// name is an object and its type.
type name struct{ id, kind string }

// commitRows is how many rows are written at one go.
const commitRows = 1 << 16

func newOCELSQLite(s *sheet) (writer, error) {
	// Nobody sees the file before it is complete, so no journal guards it.
	where := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(s.file.Name())}).EscapedPath(),
		RawQuery: "_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=locking_mode(exclusive)"}
	db, err := sql.Open("sqlite", where.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	f := &ocelSQLite{db: db, batches: map[string]*batch{}}
	if err := f.begin(); err != nil {
		db.Close()
		return nil, err
	}
	w, err := newOCEL(s, f)
	if err != nil {
		f.close()
		return nil, err
	}
	return w, nil
}

// The tables whose columns do not depend on the types, as the specification of
// OCEL 2.0 has them.
const ocelTables = `
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT, FOREIGN KEY (ocel_type) REFERENCES event_map_type (ocel_type)) WITHOUT ROWID;
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT, FOREIGN KEY (ocel_type) REFERENCES object_map_type (ocel_type)) WITHOUT ROWID;
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier),
	FOREIGN KEY (ocel_event_id) REFERENCES event (ocel_id), FOREIGN KEY (ocel_object_id) REFERENCES object (ocel_id)) WITHOUT ROWID;
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier),
	FOREIGN KEY (ocel_source_id) REFERENCES object (ocel_id), FOREIGN KEY (ocel_target_id) REFERENCES object (ocel_id)) WITHOUT ROWID;
`

var sqlTypes = map[string]string{"string": "TEXT", "time": "TIMESTAMP", "integer": "INTEGER", "boolean": "BOOLEAN"}

// begin makes the tables.
func (f *ocelSQLite) begin() (err error) {
	if f.tx, err = f.db.Begin(); err != nil {
		return err
	}
	if _, err := f.tx.Exec(ocelTables); err != nil {
		return err
	}
	for _, of := range []struct {
		what, key, more string
		types           []ocelType
	}{{"event", "TEXT PRIMARY KEY", "", eventTypes()}, {"object", "TEXT", ", ocel_changed_field TEXT", objectTypes}} {
		for _, t := range of.types {
			columns := ""
			for _, a := range t.attributes {
				columns += ", " + identifier(a.name) + " " + sqlTypes[a.kind]
			}
			_, err := f.tx.Exec("INSERT INTO "+of.what+"_map_type VALUES (?, ?); CREATE TABLE "+identifier(of.what+"_"+camel(t.name))+
				" (ocel_id "+of.key+", ocel_time TIMESTAMP"+of.more+columns+", FOREIGN KEY (ocel_id) REFERENCES "+of.what+" (ocel_id))", t.name, camel(t.name))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// camel is the name of a type as the tables have it: built-in is BuiltIn.
func camel(name string) string {
	out := ""
	for _, word := range strings.Split(name, "-") {
		out += strings.ToUpper(word[:1]) + word[1:]
	}
	return out
}

func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// batch is rows that are to be inserted into the same columns of a table.
type batch struct {
	into   string // INSERT INTO table (columns) VALUES
	row    string // (?, ?)
	values []any
	rows   int
}

// batchRows is how many rows go into one statement: the driver reads the text of a
// statement each time that it is executed.
const batchRows = 100

// put inserts a row into some columns of a table, by and by.
func (f *ocelSQLite) put(table string, columns []string, values ...any) error {
	key := table + " " + strings.Join(columns, " ")
	b := f.batches[key]
	if b == nil {
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = identifier(c)
		}
		b = &batch{into: "INSERT INTO " + identifier(table) + " (" + strings.Join(names, ", ") + ") VALUES ", row: "(?" + strings.Repeat(", ?", len(columns)-1) + ")"}
		f.batches[key] = b
	}
	b.values = append(b.values, values...)
	if b.rows++; b.rows == batchRows {
		return f.flush(b)
	}
	return nil
}

// flush inserts the rows of a batch.
func (f *ocelSQLite) flush(b *batch) error {
	if b.rows == 0 {
		return nil
	}
	_, err := f.tx.Exec(b.into+b.row+strings.Repeat(", "+b.row, b.rows-1), b.values...)
	f.rows += b.rows
	b.values, b.rows = b.values[:0], 0
	if err != nil || f.rows < commitRows {
		return err
	}
	f.rows = 0
	if err := f.tx.Commit(); err != nil {
		return err
	}
	f.tx, err = f.db.Begin()
	return err
}

// with adds the columns and values of attributes.
func with(columns []string, values []any, attributes []property) ([]string, []any) {
	for _, a := range attributes {
		columns = append(columns, a.name)
		v := a.value
		if t, ok := v.(stamp); ok {
			v = string(t)
		}
		values = append(values, v)
	}
	return columns, values
}

func (f *ocelSQLite) event(id, kind, time string, attributes []property, relations []relation) error {
	if err := f.put("event", []string{"ocel_id", "ocel_type"}, id, kind); err != nil {
		return err
	}
	columns, values := with([]string{"ocel_id", "ocel_time"}, []any{id, time}, attributes)
	if err := f.put("event_"+camel(kind), columns, values...); err != nil {
		return err
	}
	for _, r := range relations {
		if err := f.put("event_object", []string{"ocel_event_id", "ocel_object_id", "ocel_qualifier"}, id, r.object, r.qualifier); err != nil {
			return err
		}
	}
	return nil
}

func (f *ocelSQLite) object(id, kind, time string, lasting bool, attributes []property, relations []relation) (int, error) {
	if err := f.put("object", []string{"ocel_id", "ocel_type"}, id, kind); err != nil {
		return 0, err
	}
	columns, values := with([]string{"ocel_id", "ocel_time"}, []any{id, time}, attributes)
	if err := f.put("object_"+camel(kind), columns, values...); err != nil {
		return 0, err
	}
	for _, r := range relations {
		if err := f.put("object_object", []string{"ocel_source_id", "ocel_target_id", "ocel_qualifier"}, id, r.object, r.qualifier); err != nil {
			return 0, err
		}
	}
	if lasting {
		f.names = append(f.names, name{id, kind})
	}
	return len(f.names) - 1, nil
}

func (f *ocelSQLite) change(object int, time, field string, value any) error {
	n := f.names[object]
	return f.put("object_"+camel(n.kind), []string{"ocel_id", "ocel_time", "ocel_changed_field", field}, n.id, time, field, value)
}

func (f *ocelSQLite) close() error {
	var err error
	for _, key := range slices.Sorted(maps.Keys(f.batches)) {
		if err == nil {
			err = f.flush(f.batches[key])
		}
	}
	for _, end := range []func() error{f.tx.Commit, f.db.Close} {
		if err2 := end(); err == nil {
			err = err2
		}
	}
	return err
}
