/** Microbenchmarks, run by JMH: what happens inside of one process. */
@NullMarked
package dev.portmanager.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
