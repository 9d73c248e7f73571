/** What the simulated processes do. Loaded together with the register that they use. */
@NullMarked
package dev.portmanager.reliability.model.program;

import org.jspecify.annotations.NullMarked;
