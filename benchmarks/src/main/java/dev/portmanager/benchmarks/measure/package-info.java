/** Asking in turn, and judging whether the machine was quiet enough. */
@NullMarked
package dev.portmanager.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
