using System.Data.Common;
using JasperFx.Events;
using Marten.Linq.QueryHandlers;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Storage;
using ICommandBuilder = Weasel.Postgresql.ICommandBuilder;

namespace Nscp.Reviews.Api.Storage;

/// <summary>A statement of ours in a batch of Marten's.</summary>
sealed class SqlQuery<T>(Action<ICommandBuilder> write, Func<DbDataReader, CancellationToken, Task<T>> read) : IQueryHandler<T>
{
    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session) => write(builder);

    public Task<T> HandleAsync(DbDataReader reader, IStorageSession session, CancellationToken token) => read(reader, token);

    public Task<int> StreamJson(Stream stream, DbDataReader reader, CancellationToken token) => throw new NotSupportedException("It is read as rows only.");
}

/// <summary>
/// What must hold before anything of a save is written: see <c>save_begins</c> in Schema/record.sql. It keeps a rebuild of the stream waiting to the
/// transaction's end. Said to be about events, because what is about them comes first in Marten's batch.
/// </summary>
sealed class SaveBegins(Guid stream, long version, int calendar, bool acceptsNext) : Marten.Internal.Operations.IStorageOperation
{
    internal const string Moved = "ES001";

    public Type DocumentType => typeof(IEvent);

    public OperationRole Role() => OperationRole.Other;

    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        builder.Append("select save_begins(");
        builder.AppendParameter(session.TenantId, NpgsqlDbType.Varchar);
        builder.Append(", ");
        builder.AppendParameter(stream, NpgsqlDbType.Uuid);
        builder.Append(", ");
        builder.AppendParameter(version, NpgsqlDbType.Bigint);
        builder.Append(", ");
        builder.AppendParameter(calendar, NpgsqlDbType.Integer);
        builder.Append(", ");
        builder.AppendParameter(acceptsNext, NpgsqlDbType.Boolean);
        builder.Append(")");
    }

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;
}
