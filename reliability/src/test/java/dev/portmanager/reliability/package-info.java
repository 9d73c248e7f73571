/**
 * Proofs with figures: nothing is ever held twice, killed wrongly, lost or let in. A room for each
 * kind of harm; what they share is how long a run takes.
 */
@NullMarked
package dev.portmanager.reliability;

import org.jspecify.annotations.NullMarked;
