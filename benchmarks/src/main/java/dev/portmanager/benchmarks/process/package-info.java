/** The processes that a run starts, and their end. */
@NullMarked
package dev.portmanager.benchmarks.process;

import org.jspecify.annotations.NullMarked;
