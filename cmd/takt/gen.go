package main

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/plant"
)

func (a *app) gen() *cobra.Command {
	c := &cobra.Command{Use: "gen", Short: a.T("cmd.gen"), Args: a.argc(0, 0, "")}
	c.RunE = func(cmd *cobra.Command, args []string) error { return cmd.Help() }
	var out string
	var ofScenario bool
	schema := &cobra.Command{
		Use: "schema [flags]", Short: a.T("cmd.gen.schema"), Long: a.T("cmd.gen.schema.long"), Args: a.argc(0, 0, ""), DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			make := func() ([]byte, error) { return model.Schema(plant.Registry()) }
			if ofScenario {
				make = model.ScenarioSchema
			}
			data, err := make()
			if err != nil {
				return err
			}
			return a.put(out, append(bytes.TrimRight(data, "\n"), '\n'))
		},
	}
	schema.Flags().StringVar(&out, "out", "", a.T("flag.outfile"))
	schema.Flags().BoolVar(&ofScenario, "scenario", false, a.T("flag.scenario"))
	reference := &cobra.Command{
		Use: "reference [flags]", Short: a.T("cmd.gen.reference"), Args: a.argc(0, 0, ""), DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			var b bytes.Buffer
			if err := model.Reference(&b, plant.Registry()); err != nil {
				return err
			}
			return a.put(out, b.Bytes())
		},
	}
	reference.Flags().StringVar(&out, "out", "", a.T("flag.outfile"))
	c.AddCommand(schema, reference)
	return c
}

// put writes to a file, or to the output when none is named.
func (a *app) put(file string, data []byte) error {
	if file == "" {
		_, err := a.out.Write(data)
		return err
	}
	if err := span.WriteFile(file, data); err != nil {
		return err
	}
	fmt.Fprintln(a.talk, a.T("new.wrote", file))
	return nil
}
