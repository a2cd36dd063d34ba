package unit

// Suggest finds the word of known that was probably meant by word: the nearest by
// Damerau-Levenshtein distance (insert, delete, replace, swap neighbours), at most
// 2 away and at most 1 for words of up to three letters. The first of equals wins.
func Suggest(word string, known []string) (string, bool) {
	limit := 2
	if len([]rune(word)) <= 3 {
		limit = 1
	}
	best, found := "", false
	for _, k := range known {
		if k == word {
			continue
		}
		if d := distance(word, k, limit); d <= limit {
			best, limit, found = k, d-1, true
		}
		if limit <= 0 {
			break
		}
	}
	return best, found
}

// distance is the Damerau-Levenshtein distance in its restricted form (no piece is
// edited twice); anything above limit may be returned as limit+1.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
