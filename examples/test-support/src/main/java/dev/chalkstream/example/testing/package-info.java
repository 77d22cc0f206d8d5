/** What the tests of several examples need: programs, segments, and the commands of a README. */
package dev.chalkstream.example.testing;
