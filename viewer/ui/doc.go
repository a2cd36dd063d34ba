// Package ui is Takt's own kit of widgets: panels, buttons, fields with units, trees,
// tables, a timeline and charts. It opens no window: a Screen takes an Input (what the
// mouse and the keyboard did) and paints through a Painter onto a Canvas. Raster is
// the Canvas that paints images without a display; package window has the one for
// Ebitengine.
//
// Widgets are retained: a program makes them once, puts them in layers of a Screen and
// sets what changes. A layer is painted again only when something in it changed; in
// a frame in which nothing did, a Screen shows the pictures it has.
//
// Lengths are in points (1/96 inch, one pixel at scale 1), x to the right, y down.
package ui
