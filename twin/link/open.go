package link

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// MaxMember is the most bytes read from one file or archive member after
// decompression. A recorded day of a machine tool is a few megabytes; the bound
// stops a compression bomb.
const MaxMember = 4 << 30

// ErrTooLarge says that a file or archive member exceeds MaxMember.
var ErrTooLarge = errors.New("larger than 4 GiB after decompression")

// EachMember opens path and calls f for every file in it: once for a plain or
// gzip-compressed file, once per regular file of a tar archive, compressed or
// not. What a file is comes from its first bytes, not its name. The name handed
// to f is the base name without ".gz", or the member's path. A damaged archive
// gives f everything up to the damage and then returns an error.
func EachMember(path string, f func(name string, r io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil {
		return err
	} else if info.IsDir() {
		return &fs.PathError{Op: "read", Path: path, Err: errors.New("is a folder; name the files in it")}
	}
	return members(filepath.Base(path), bufio.NewReaderSize(file, 1<<16), f)
}

func members(name string, r *bufio.Reader, f func(string, io.Reader) error) error {
	head, _ := r.Peek(2)
	if bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("%s: damaged gzip file: %w", name, err)
		}
		defer z.Close()
		if low := strings.ToLower(name); strings.HasSuffix(low, ".tgz") {
			name = name[:len(name)-4]
		} else if strings.HasSuffix(low, ".gz") {
			name = name[:len(name)-3]
		}
		r = bufio.NewReaderSize(z, 1<<16)
	}
	// A tar header has "ustar" at offset 257.
	if head, _ := r.Peek(262); len(head) == 262 && string(head[257:]) == "ustar" {
		return archive(name, r, f)
	}
	return f(name, &bounded{r: r, left: MaxMember})
}

func archive(name string, r io.Reader, f func(string, io.Reader) error) error {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: damaged tar archive: %w", name, err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := f(filepath.ToSlash(h.Name), &bounded{r: t, left: MaxMember}); err != nil {
			return err
		}
	}
}

// bounded fails instead of ending when more than left bytes come.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}
