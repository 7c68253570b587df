using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.Readings;

namespace Nscp.Reviews.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document, made from the routes that are served: it cannot tell of others, nor leave one out.</summary>
sealed partial class OpenApiDocument(IEnumerable<RouteEndpoint> routes)
{
    readonly Schemas _schemas = new();

    internal JsonObject Write()
    {
        var paths = new JsonObject();
        foreach (var route in routes.OrderBy(r => r.RoutePattern.RawText, StringComparer.Ordinal))
        {
            var path = route.RoutePattern.RawText!;
            if (!paths.ContainsKey(path)) paths[path] = new JsonObject();
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods) paths[path]![method.ToLowerInvariant()] = Operation(route, path);
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Nscp.Reviews", ["version"] = "v1",
                ["description"] = "Safeguarding case reviews from a reported incident to a published review. Dates are London dates; every refusal says what to do next. HEAD is answered wherever GET is.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
                ["schemas"] = _schemas.Components,
            },
        };
    }

    JsonObject Operation(RouteEndpoint route, string path)
    {
        var (documented, milestone, openings) = (route.Metadata.GetMetadata<Documented>(), route.Metadata.GetMetadata<Milestone>(), route.Metadata.GetMetadata<Openings>());
        var operation = new JsonObject
        {
            ["operationId"] = route.Metadata.GetMetadata<Guarded>()?.Route.Replace("POST ", "", StringComparison.Ordinal).Replace(' ', '-').Replace('/', '-') ?? path.Trim('/').Replace('/', '-'),
            ["summary"] = openings is not null ? "Open a case" : milestone?.Does ?? documented?.Summary ?? "Record that the yearly report was published",
        };
        if (route.Metadata.GetMetadata<OpenToAll>() is not null) operation["security"] = new JsonArray();
        var parameters = Parameters(path, documented);
        if (ReadingRecord.IsOf(route)) parameters.Add(Parameter(ReadingRecord.PurposeHeader, "header", "Why the case is read: 1 to 200 printable ASCII characters; stored with who read it and when. No names of children.", required: false, typeof(string)));
        if (documented is { Sent: { } body }) AddUpload(operation, parameters, body, documented.Answer!);
        else if (documented is null) AddCommand(operation, parameters, path, milestone, openings);
        else operation["responses"] = Reading(path, documented, route.Metadata.GetMetadata<OpenToAll>() is not null);
        operation["parameters"] = new JsonArray([.. parameters]);
        return operation;
    }

    List<JsonNode> Parameters(string path, Documented? documented)
    {
        var parameters = PathParameter().Matches(path).Select(m => Parameter(m.Groups[1].Value, "path", Means(m.Groups[1].Value), required: true, typeof(string))).ToList<JsonNode>();
        foreach (var asked in documented?.Query ?? []) parameters.Add(Parameter(asked.Name, "query", asked.Means, asked.Required, asked.Type));
        parameters.Add(Parameter("X-Correlation-Id", "header", "1 to 64 printable ASCII characters; echoed, and stored with what is recorded.", required: false, typeof(string)));
        return parameters;
    }

    void AddCommand(JsonObject operation, List<JsonNode> parameters, string path, Milestone? milestone, Openings? openings)
    {
        if (milestone is not null) parameters.Add(Parameter("If-Match", "header", "The version that the command was decided on, as the ETag gives it, or * for any.", required: true, typeof(string)));
        parameters.Add(Key());
        var schema = milestone is not null ? _schemas.OfCommand(milestone.Command)
            : openings is not null ? new JsonObject { ["anyOf"] = new JsonArray([.. openings.Milestones.Select(m => _schemas.OfCommand(m.Command, m.Route))]) }
            : _schemas.OfCommand(typeof(YearlyReports.Publish));
        var examples = new JsonObject();
        foreach (var body in Examples.Of(path["/api/v1".Length..])) examples[$"example-{examples.Count + 1}"] = new JsonObject { ["value"] = body.DeepClone() };
        operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema, ["examples"] = examples } } };

        var answer = milestone is null && openings is null ? typeof(YearlyReceipt) : typeof(Receipt);
        var responses = new JsonObject { ["200"] = Told(Answer("Recorded; nothing new when what was sent stood already", answer)) };
        if (openings is not null) responses["201"] = Told(Answer("Opened", answer), ("Location", "The new case's address."));
        AddProblems(responses, milestone is not null ? [400, 401, 403, 404, 405, 412, 413, 415, 422, 428, 500, 503] : [400, 401, 403, 405, 413, 415, 422, 500, 503]);
        responses["409"] = Refusals(milestone, openings);
        operation["responses"] = responses;
    }

    void AddUpload(JsonObject operation, List<JsonNode> parameters, Sent body, Type answer)
    {
        parameters.Add(Parameter("If-Match", "header", "What it was decided on, as the ETag gives it; left out when that does not matter.", required: false, typeof(string)));
        parameters.Add(Key());
        operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject
        {
            ["schema"] = _schemas.Of(body.Type), ["examples"] = new JsonObject { ["example-1"] = new JsonObject { ["value"] = body.Example.DeepClone() } },
        } } };
        var responses = new JsonObject { ["200"] = Told(Answer("Nothing was accepted: a dry run, or nothing new", answer)), ["201"] = Told(Answer("Accepted", answer), ("Location", "Where it can be read.")) };
        AddProblems(responses, [400, 401, 403, 405, 412, 413, 415, 422, 500, 503]);
        operation["responses"] = responses;
    }

    JsonObject Key() => Parameter("Idempotency-Key", "header", "A key of the client's own: the same request under it is recorded once and answered again.", required: false, typeof(string));

    JsonObject Reading(string path, Documented documented, bool openToAll)
    {
        var responses = new JsonObject { ["200"] = documented.Answer is { } answer ? Answer("As it stands", answer) : File(documented.Also!) };
        if (documented is { Answer: not null, Also: { } also }) responses["200"]!["content"]![also] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        if (!openToAll) AddProblems(responses, [400, 401, 403, 405, 500, 503]);
        if (openToAll && path.EndsWith("ready", StringComparison.Ordinal)) AddProblems(responses, [503]);
        if (path.Contains("{reference}", StringComparison.Ordinal)) AddProblems(responses, [404]);
        if (documented.Answer is null) AddProblems(responses, [409]);
        if (documented.Query.Any(q => q.Name is "workingDays" or "within")) AddProblems(responses, [422]);
        return responses;
    }

    /// <summary>Every code with which the route's own rules, and those of every milestone, can refuse; the irregular ones may be sent back under despite.</summary>
    JsonObject Refusals(Milestone? milestone, Openings? openings)
    {
        IEnumerable<(string Code, bool Irregular)> codes = milestone is null && openings is null
            ? YearlyReports.Codes.Select(c => (c, false))
            : (openings?.Milestones ?? [milestone!]).SelectMany(m => m.Codes).Concat(EveryMilestone.Codes);
        var all = codes.Distinct().OrderBy(c => c.Code, StringComparer.Ordinal).ToList();
        var response = ProblemResponse(409);
        response["content"]![ProblemAnswer.ContentType]!["schema"] = new JsonObject
        {
            ["allOf"] = new JsonArray(_schemas.Of(typeof(Problem)), new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["type"] = new JsonObject { ["enum"] = new JsonArray([.. all.Select(c => (JsonNode)Problem.UrnOf(c.Code)).DistinctBy(n => n.ToString())]) },
                    ["codes"] = new JsonObject { ["items"] = new JsonObject { ["enum"] = new JsonArray([.. all.Where(c => c.Irregular).Select(c => (JsonNode)c.Code)]) } },
                },
            }),
        };
        return response;
    }

    void AddProblems(JsonObject responses, IEnumerable<int> statuses)
    {
        foreach (var status in statuses) responses[$"{status}"] = ProblemResponse(status);
    }

    JsonObject ProblemResponse(int status) => new()
    {
        ["description"] = Meaning(status),
        ["content"] = new JsonObject { [ProblemAnswer.ContentType] = new JsonObject { ["schema"] = _schemas.Of(typeof(Problem)) } },
    };

    JsonObject Answer(string description, Type type) => new()
    {
        ["description"] = description, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = _schemas.Of(type) } },
    };

    static JsonObject File(string mediaType) => new()
    {
        ["description"] = "A file, named in Content-Disposition", ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } } },
    };

    /// <summary>The headers of a command's answer.</summary>
    static JsonObject Told(JsonObject answer, params ReadOnlySpan<(string Name, string Means)> more)
    {
        var headers = new JsonObject();
        foreach (var (name, means) in (ReadOnlySpan<(string, string)>)
            [("ETag", "The version after it, for the next command's If-Match."), (RequestKey.MadeAgainHeader, "true when the answer was made again for its Idempotency-Key."), .. more])
            headers[name] = new JsonObject { ["description"] = means, ["schema"] = new JsonObject { ["type"] = "string" } };
        answer["headers"] = headers;
        return answer;
    }

    JsonObject Parameter(string name, string place, string means, bool required, Type type) => new()
    {
        ["name"] = name, ["in"] = place, ["required"] = required, ["description"] = means, ["schema"] = _schemas.Of(type),
    };

    static string Means(string parameter) => parameter switch
    {
        "reference" => "The case's reference, or its CSPR's.",
        "clock" => "The clock in its case, such as agency-return-2.",
        "decision" => "The decision's number within the case.",
        "recommendation" => "The recommendation's id within the case, such as R1.",
        _ => "The action's number within the recommendation.",
    };

    static string Meaning(int status) => status switch
    {
        400 => "Not understood: see errors, field by field",
        401 => "Not signed in",
        403 => "Not allowed for this role or organisation",
        404 => "Not found, also when it is another partnership's",
        405 => "The address takes another method",
        409 => "Refused by a rule, with its code and what to do next",
        412 => "The case has changed since that version",
        413 => "Too large",
        415 => "Not JSON",
        422 => "The key was used for another request, or a date is outside the calendar's coverage",
        428 => "If-Match is missing",
        503 => "The database is out of reach or overloaded: see Retry-After",
        _ => "Broken",
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
