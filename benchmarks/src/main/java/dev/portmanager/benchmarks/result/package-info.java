/** What a benchmark found, and where it is kept. */
@NullMarked
package dev.portmanager.benchmarks.result;

import org.jspecify.annotations.NullMarked;
