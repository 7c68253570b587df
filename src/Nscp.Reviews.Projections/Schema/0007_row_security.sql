-- Every read table shows a partnership its own rows only, and the log reader makes them again for all.
select es_bind_to_tenant(read_table::regclass)
from unnest(array['case_reference', 'case_register', 'audit_trail', 'case_clock', 'recommendation', 'recommended_action', 'yearly_report']) read_table;

grant select, insert, update, delete on
    case_reference, case_register, audit_trail, case_clock, recommendation, recommended_action, yearly_report
to {log_reader};
