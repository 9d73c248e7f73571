/** Which port an application gets, and the leases of one manager. */
@NullMarked
package dev.portmanager.core.allocation;

import org.jspecify.annotations.NullMarked;
