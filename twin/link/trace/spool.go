package trace

import (
	"io"
	"os"
	"path/filepath"
)

// spool keeps texts that grow side by side, and are read when all are complete, in
// one file beside the result. In memory it has a block of each text and the places
// of the blocks before.
type spool struct {
	file  *os.File
	end   int64
	texts []spooled
}

type spooled struct {
	block  []byte
	blocks []int64 // where the earlier blocks begin, all of blockSize
}

const blockSize = 4 << 10

// newSpool makes a spool of n texts in the folder of a file.
func newSpool(beside string, n int) (*spool, error) {
	f, err := os.CreateTemp(filepath.Dir(beside), "."+filepath.Base(beside)+".*")
	if err != nil {
		return nil, err
	}
	return &spool{file: f, texts: make([]spooled, n)}, nil
}

// add appends to text i.
func (s *spool) add(i int, data string) error {
	t := &s.texts[i]
	for len(data) > 0 {
		if t.block == nil {
			t.block = make([]byte, 0, blockSize)
		}
		n := min(len(data), blockSize-len(t.block))
		t.block = append(t.block, data[:n]...)
		data = data[n:]
		if len(t.block) == blockSize {
			if _, err := s.file.WriteAt(t.block, s.end); err != nil {
				return err
			}
			t.blocks = append(t.blocks, s.end)
			s.end += blockSize
			t.block = t.block[:0]
		}
	}
	return nil
}

// copy writes text i to w.
func (s *spool) copy(w io.Writer, i int) error {
	t := &s.texts[i]
	block := make([]byte, blockSize)
	for _, at := range t.blocks {
		if _, err := s.file.ReadAt(block, at); err != nil {
			return err
		}
		if _, err := w.Write(block); err != nil {
			return err
		}
	}
	_, err := w.Write(t.block)
	return err
}

// close takes the file away.
func (s *spool) close() {
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}
