/** What must be seen from inside the room of events. */
@NullMarked
package dev.portmanager.core.event;

import org.jspecify.annotations.NullMarked;
