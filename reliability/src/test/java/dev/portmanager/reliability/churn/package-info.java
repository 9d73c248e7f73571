/** Kills while the victims' numbers are given to others at once: is anybody else ever hit? */
@NullMarked
package dev.portmanager.reliability.churn;

import org.jspecify.annotations.NullMarked;
