/**
 * Many processes lease at once while they are killed and stopped, the clock is stepped and the
 * register removed, cut short and replaced. Everybody writes down what they did and when; a checker
 * that knows nothing of Port Manager judges those logs.
 */
@NullMarked
package dev.portmanager.reliability.chaos;

import org.jspecify.annotations.NullMarked;
