// Scans a checkout with specvital/core and says in how many files it found tests, for `npm run bench -- scan --peer`.
// It is built inside of a clone of that repository: see docs/performance.md.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/specvital/core/pkg/parser"
	_ "github.com/specvital/core/pkg/parser/strategies/all"
	"github.com/specvital/core/pkg/source"
)

const limit = 30 * time.Minute

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: specvital-core <checkout>")
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	checkout, err := source.NewLocalSource(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer checkout.Close()
	found, err := parser.Scan(ctx, checkout, parser.WithTimeout(limit))
	if err != nil {
		log.Fatal(err)
	}
	withTests := 0
	for _, file := range found.Inventory.Files {
		if file.CountTests() > 0 {
			withTests++
		}
	}
	fmt.Printf("files=%d tests=%d\n", withTests, found.Inventory.CountTests())
}
