/** The others: how they are installed, started and asked, and what they do not do. */
@NullMarked
package dev.portmanager.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
