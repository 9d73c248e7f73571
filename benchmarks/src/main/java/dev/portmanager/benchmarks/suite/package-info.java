/** The benchmarks, one class each. */
@NullMarked
package dev.portmanager.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
