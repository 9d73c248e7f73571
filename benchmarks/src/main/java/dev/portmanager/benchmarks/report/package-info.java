/** Tables, charts and docs/performance.md. */
@NullMarked
package dev.portmanager.benchmarks.report;

import org.jspecify.annotations.NullMarked;
