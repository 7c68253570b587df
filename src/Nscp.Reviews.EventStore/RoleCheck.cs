using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Whether the roles that a host works as can do no more than they are promised to.</summary>
public static class RoleCheck
{
    const string CanTooMuch =
        """
        select concat_ws('; ',
            case when rolsuper then 'is a superuser' end,
            case when rolbypassrls then 'is exempt from row security (BYPASSRLS)' end,
            case when exists (select from pg_class where relname in ('mt_events', 'mt_streams') and relnamespace = current_schema()::regnamespace and pg_has_role(current_user, relowner, 'member')) then 'owns the tables, or is a member of their owner' end,
            case when has_table_privilege('mt_events', 'update, delete, truncate') or has_any_column_privilege('mt_events', 'update') then 'may change or delete events' end,
            case when has_table_privilege('mt_streams', 'delete, truncate') then 'may delete streams' end,
            case when exists (select from unnest(array['es_log', 'es_leaf', 'es_subtree', 'es_tree_head']) seal
                where has_table_privilege(seal, 'insert, update, delete, truncate') or has_any_column_privilege(seal, 'insert, update')) then 'may write seals' end)
        from pg_roles where rolname = current_user
        """;

    const string LogReaderCanTooMuch =
        """
        select concat_ws('; ',
            case when rolsuper then 'is a superuser' end,
            case when not rolbypassrls then 'is bound by row security: it needs BYPASSRLS, or it sees nothing' end,
            case when exists (select from pg_class where relname in ('mt_events', 'mt_streams') and relnamespace = current_schema()::regnamespace and pg_has_role(current_user, relowner, 'member')) then 'owns the tables, or is a member of their owner' end,
            case when has_table_privilege('mt_events', 'insert, update, delete, truncate') or has_any_column_privilege('mt_events', 'insert, update') then 'may write events' end,
            case when has_table_privilege('mt_streams', 'insert, update, delete, truncate') or has_any_column_privilege('mt_streams', 'insert, update') then 'may write streams' end,
            case when exists (select from unnest(array['es_log', 'es_leaf', 'es_subtree', 'es_tree_head']) seal
                where has_table_privilege(seal, 'update, delete, truncate') or has_any_column_privilege(seal, 'update')) then 'may change or delete seals' end)
        from pg_roles where rolname = current_user
        """;

    /// <summary>Null when the application's role is as it must be; otherwise what is wrong with it, in a sentence.</summary>
    /// <param name="application">The application's data source; the schema must be there.</param>
    public static Task<string?> OfApplicationAsync(NpgsqlDataSource application, CancellationToken ct) => AskAsync(application, CanTooMuch, "application's", ct);

    /// <summary>Null when the log reader's role is as it must be; otherwise what is wrong with it, in a sentence.</summary>
    /// <param name="log">The log reader's data source; the schema must be there.</param>
    public static Task<string?> OfLogReaderAsync(NpgsqlDataSource log, CancellationToken ct) => AskAsync(log, LogReaderCanTooMuch, "log reader's", ct);

    static async Task<string?> AskAsync(NpgsqlDataSource source, string sql, string whose, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        var wrong = (string)(await command.ExecuteScalarAsync(ct))!;
        return wrong.Length == 0 ? null : $"The {whose} database role {wrong}. Give it a role of its own with no more than the migrations grant; see docs/operations.md, Schema.";
    }
}
