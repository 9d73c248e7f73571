/** What must be seen from inside the room of probes. */
@NullMarked
package dev.portmanager.core.probe;

import org.jspecify.annotations.NullMarked;
