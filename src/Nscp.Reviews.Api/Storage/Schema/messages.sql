-- What the application needs of Wolverine's storage to send and handle messages, to keep its place among the hosts, and to take over what a dead host left;
-- the log role only adds the messages that a follower of the log sends. No row security: messages carry ids, never text.
-- Run by the owner after Wolverine's own migration; every statement may be run again.
grant usage on schema wolverine to {application}, {log};
grant select, insert, update, delete on wolverine.wolverine_incoming_envelopes, wolverine.wolverine_outgoing_envelopes, wolverine.wolverine_dead_letters,
    wolverine.wolverine_nodes, wolverine.wolverine_node_assignments to {application};
grant select, insert, delete on wolverine.wolverine_dead_letter_history, wolverine.wolverine_control_queue, wolverine.wolverine_node_records to {application};
grant select on wolverine.wolverine_agent_restrictions to {application};
grant usage on sequence wolverine.wolverine_nodes_node_number_seq, wolverine.wolverine_node_records_id_seq to {application};
grant insert on wolverine.wolverine_incoming_envelopes to {log};
