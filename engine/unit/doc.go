// Package unit reads and prints quantities with units, the way people write them:
// "45 s", "1.2 m/s", "97 %", "2 h 30 min", "0.18 EUR/kWh", "38 000 EUR".
//
// A quantity is held in the base unit of its dimension: seconds, metres,
// kilograms, kelvin, ampere, watts and joules as these give them; angles in
// degrees; shares as 0..1; money in its own currency (nothing here converts
// between currencies); carbon in kilograms of CO2 equivalent.
//
// Every complaint is an [*Error]: it says what is wrong, what would be right, and
// where in the text the wrong word stands.
package unit
