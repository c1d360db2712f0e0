package io.jcompose.orchestrator.audit;

import java.io.IOException;

/** Goes along the lines of a log and says where the chain breaks. */
final class Chain {
    private long lines;
    private String before = AuditLine.NOTHING;
    private String fault = "";

    /** Takes the next line; false from the first one that does not fit on. */
    boolean take(String text) {
        if (!fault.isEmpty()) {
            return false;
        }
        try {
            AuditLine line = AuditLine.read(text);
            fault = fault(line);
        } catch (IOException e) {
            fault = String.valueOf(e.getMessage());
        }
        if (fault.isEmpty()) {
            lines++;
            before = AuditLine.digest(text);
        }
        return fault.isEmpty();
    }

    private String fault(AuditLine line) {
        if (line.number() != lines + 1) {
            return "it is entry " + line.number() + ", and entry " + (lines + 1) + " is due";
        }
        return line.before().equals(before) ? "" : "the line before it is not the one that it was written after";
    }

    /** Says that what follows is no line. */
    void broken(String why) {
        fault = fault.isEmpty() ? why : fault;
    }

    Verdict verdict() {
        return fault.isEmpty() ? new Verdict(lines, 0, "") : new Verdict(lines, lines + 1, fault);
    }
}
