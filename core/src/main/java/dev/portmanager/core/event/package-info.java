/** Brings what a manager did and saw to its observers. */
@NullMarked
package dev.portmanager.core.event;

import org.jspecify.annotations.NullMarked;
