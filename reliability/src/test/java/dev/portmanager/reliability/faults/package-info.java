/** The command line where the system refuses something: what still works, and what is said. */
@NullMarked
package dev.portmanager.reliability.faults;

import org.jspecify.annotations.NullMarked;
