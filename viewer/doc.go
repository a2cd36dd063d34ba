// Package viewer is the app in which people see a factory run: the picture, the
// panels around it, and what hands and keys do with both. It opens no window: package
// window does, on a desktop and in a browser, and tests need none.
package viewer
