using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Marten;
using Marten.Linq.Members;
using Marten.Linq.SqlGeneration.Filters;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.SqlGeneration;

namespace Nscp.Reviews.Projections;

/// <summary>
/// What Marten's LINQ does not know by itself: NodaTime's dates and instants, and enums that stand in the JSON as kebab-case words.
/// The data source must use NodaTime too. Compare words by == and ||: a list's Contains compares them as numbers.
/// </summary>
static class DatesAndWords
{
    internal static void UseDatesAndWords(this StoreOptions options)
    {
#pragma warning disable RS0030 // Marten's own columns have .NET's types: they stay in the table that is written over.
        NpgsqlTypeMapper.Mappings[NpgsqlDbType.Date] = new(NpgsqlDbType.Date, DbType.Date, "date", typeof(LocalDate), typeof(DateOnly));
        NpgsqlTypeMapper.Mappings[NpgsqlDbType.TimestampTz] = new(NpgsqlDbType.TimestampTz, DbType.DateTimeOffset, "timestamp with time zone", typeof(DateTimeOffset), typeof(Instant));
#pragma warning restore RS0030
        options.Linq.MemberSources.Insert(0, new Members());
    }

    sealed class Members : IMemberSource
    {
        public bool TryResolve(IQueryableMember parent, StoreOptions options, MemberInfo memberInfo, Type memberType, [NotNullWhen(true)] out IQueryableMember? member)
        {
            var (type, casing) = (Nullable.GetUnderlyingType(memberType) ?? memberType, options.Serializer().Casing);
            member = type == typeof(LocalDate) ? new DateOnlyMember(options, parent, casing, memberInfo)
                : type == typeof(Instant) ? new InstantMember(options, parent, casing, memberInfo)
                : type.IsEnum ? new WordMember(parent, casing, memberInfo, type) : null;
            return member is not null;
        }
    }

    sealed class InstantMember : QueryableMember, IComparableMember
    {
        public InstantMember(StoreOptions options, IQueryableMember parent, Casing casing, MemberInfo member) : base(parent, casing, member) =>
            TypedLocator = $"{options.DatabaseSchemaName}.mt_immutable_timestamptz({RawLocator})";

        public override string SelectorForDuplication(string pgType) => TypedLocator.Replace("d.data", "data", StringComparison.Ordinal);
    }

    sealed class WordMember(IQueryableMember parent, Casing casing, MemberInfo member, Type type) : QueryableMember(parent, casing, member), IComparableMember
    {
        public override ISqlFragment CreateComparison(string op, ConstantExpression? constant) => constant?.Value is { } value
            ? new MemberComparisonFilter(this, new CommandParameter(JsonNamingPolicy.KebabCaseLower.ConvertName(Enum.GetName(type, value)!), NpgsqlDbType.Varchar), op)
            : op == "=" ? new IsNullFilter(this) : new IsNotNullFilter(this);
    }
}
