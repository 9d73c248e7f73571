/** Microbenchmarks, run by JMH. */
@NullMarked
package dev.portmanager.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
