"""For benchmarks only (HMS_COUNT_QUERIES=yes): say in a header how many statements a request took."""

from django.db import connection


class QueryCountMiddleware:
    """Adds `X-Queries`. BEGIN and COMMIT are not counted: they are not sent as statements of ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        return response
